import { OperatorError } from '../../kernel/error.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import { createAdministrator, hasAdministrator } from './create-administrator.ts'
import { issueWelcomeToken } from './welcome-token.ts'

/** At the start: makes the administrator that the configuration names, or prints the one-time link. */
export async function announceWelcome(server: ServerContext): Promise<void> {
  const { admin, adminPassword } = server.config
  if (await hasAdministrator(server)) return
  if (admin && adminPassword) {
    await createAdministrator(server, admin, adminPassword)
    return
  }
  if (admin || adminPassword) throw new OperatorError('Set both ZTRUST_ADMIN and ZTRUST_ADMIN_PASSWORD, or neither.')
  const link = `${server.urls.base}/welcome?token=${issueWelcomeToken(server)}`
  process.stdout.write(
    `There is no administrator yet. Make one at ${server.urls.base} on this machine, or once at\n  ${link}\n`,
  )
}
