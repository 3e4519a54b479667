import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { exportRealm } from './export-realm.ts'
import { importRealm, tellLeftOut } from './import-realm.ts'
import { importUsers, type Tools } from './import-users.ts'
import { countChanges, planRealm, printPlan } from './plan-realm.ts'
import { readRealmFiles } from './read-realm-file.ts'
import { readRows } from './read-rows.ts'

export const usage = `Usage: npm run ztrust -- COMMAND

  export REALM [--file FILE | --dir FOLDER] [--without-users] [--users-per-file N]
                      writes a realm with its keys, secrets and users
  import PATH         makes the realms of a file or folder, with their users
  import-users FILE --realm REALM [--exact]
                      makes users of lines of JSON or a JSON list; - reads the standard input
  plan PATH           shows what would change; ends with 2 when something would
  apply PATH          changes what plan shows, and only that

Where and as whom: ZTRUST_CLI_URL (http://localhost:8080), ZTRUST_CLI_REALM (master), ZTRUST_CLI_CLIENT_ID (admin-cli),
and ZTRUST_CLI_CLIENT_SECRET, or ZTRUST_CLI_USER and ZTRUST_CLI_PASSWORD.`

export interface CommandContext extends Tools {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Paths are meant from here. */
  readonly folder: string
}

/** A command that was not understood. */
export class UsageError extends Error {}

/** Does a command; the exit code: 0, 1 for what could not be done, 2 for a plan with changes. */
export async function runCommand(context: CommandContext, args: readonly string[]): Promise<number> {
  const { api, output, environment, folder } = context
  const { values, positionals } = readArguments(args)
  const [command, target] = positionals
  if (command === undefined || target === undefined || positionals.length > 2) throw new UsageError(usage)
  const at = (path: string) => (path === '-' ? path : resolve(folder, path))
  switch (command) {
    case 'export': {
      const usersPerFile = Number(values['users-per-file'] ?? 500)
      if (!Number.isInteger(usersPerFile) || usersPerFile < 1) throw new UsageError(usage)
      await exportRealm(api, output, {
        realm: target,
        file: at(values.file ?? `${target}.json`),
        ...(values.dir === undefined ? {} : { folder: at(values.dir) }),
        withUsers: !values['without-users'],
        usersPerFile,
      })
      return 0
    }
    case 'import': {
      let isWhole = true
      for (const file of readRealmFiles(at(target), environment))
        isWhole = (await importRealm(context, file)) && isWhole
      return isWhole ? 0 : 1
    }
    case 'import-users': {
      if (values.realm === undefined) throw new UsageError(usage)
      const options = { exact: values.exact ?? false }
      const { state, imported, refused } = await importUsers(context, values.realm, options, readRows(at(target)))
      output.say(`${imported} users made, ${refused} refused.`)
      return state === 'done' && refused === 0 ? 0 : 1
    }
    case 'plan':
      return planFiles(context, at(target))
    case 'apply':
      return applyFiles(context, at(target))
    default:
      throw new UsageError(usage)
  }
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        file: { type: 'string' },
        dir: { type: 'string' },
        realm: { type: 'string' },
        exact: { type: 'boolean' },
        'without-users': { type: 'boolean' },
        'users-per-file': { type: 'string' },
      },
    })
  } catch (cause) {
    throw new UsageError(usage, { cause })
  }
}

async function planFiles({ api, output, environment }: CommandContext, path: string): Promise<number> {
  const plans = []
  for (const file of readRealmFiles(path, environment)) {
    const plan = await planRealm(api, file)
    printPlan(output, file.name, plan)
    plans.push(plan)
  }
  const { added, changed } = countChanges(plans)
  output.say(added + changed === 0 ? 'Nothing to change.' : `${added} to add, ${changed} to change.`)
  return added + changed === 0 ? 0 : 2
}

async function applyFiles(context: CommandContext, path: string): Promise<number> {
  const { api, output, environment } = context
  const plans = []
  for (const file of readRealmFiles(path, environment)) {
    const plan = await planRealm(api, file)
    printPlan(output, file.name, plan)
    plans.push(plan)
    if (!plan) {
      if (!(await importRealm(context, file))) return 1
    } else if (plan.changes.length > 0) {
      tellLeftOut(context, await api.call('PUT', `/${encodeURIComponent(file.name)}/ztrust/content`, plan.content))
    }
  }
  const { added, changed } = countChanges(plans)
  output.say(added + changed === 0 ? 'Nothing to change.' : `${added} added, ${changed} changed.`)
  return 0
}
