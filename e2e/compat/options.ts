import { parseArgs } from 'node:util'
import type { Administrator } from './side.ts'

export interface Options {
  readonly oracle: string
  readonly oracleAdministrator: Administrator
  /** A running ZTrust; without it the built one is started. */
  readonly subject: string | undefined
  readonly subjectAdministrator: Administrator | undefined
  /** Groups by part of their name; empty: all. */
  readonly only: readonly string[]
  /** File for the oracle's answers as they came; then the subject is not asked. */
  readonly record: string | undefined
}

const usage = `npm run compat -- --oracle URL [options]

  --oracle URL                the Keycloak to compare with
  --admin-user NAME           its administrator (admin)
  --admin-password PASSWORD   and the password (admin)
  --subject URL               a running ZTrust; without it the built one is started on an empty database
  --subject-admin-user NAME   its administrator
  --subject-admin-password P  and the password
  --only GROUP                groups by part of their name; may be repeated
  --record FILE               only asks the oracle, and writes its answers as they came
`

export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      oracle: text,
      'admin-user': text,
      'admin-password': text,
      subject: text,
      'subject-admin-user': text,
      'subject-admin-password': text,
      only: { type: 'string', multiple: true, default: [] },
      record: text,
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help || values.oracle === undefined) {
    process.stdout.write(usage)
    process.exit(values.help ? 0 : 2)
  }
  const [username, password] = [values['subject-admin-user'], values['subject-admin-password']]
  return {
    oracle: new URL(values.oracle).origin,
    oracleAdministrator: { username: values['admin-user'] ?? 'admin', password: values['admin-password'] ?? 'admin' },
    subject: values.subject === undefined ? undefined : new URL(values.subject).origin,
    subjectAdministrator: username === undefined || password === undefined ? undefined : { username, password },
    only: values.only,
    record: values.record,
  }
}
