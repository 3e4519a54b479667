import { liveness, overallHealth, readiness, startup } from '@ztrust/contract/health'
import { type ImplementedEndpoint, implement } from '../../spi/endpoint-handler.ts'
import { json, type Reply } from '../../spi/reply.ts'
import type { ServerContext } from '../../spi/server-context.ts'

/** A database that has not answered by then is down. */
const patienceMilliseconds = 5_000

export const healthEndpoints: readonly ImplementedEndpoint[] = [
  implement(liveness, async () => json({ status: 'UP', checks: [] })),
  implement(startup, async () => json({ status: 'UP', checks: [] })),
  implement(readiness, async (_request, { server }) => checkDatabase(server)),
  implement(overallHealth, async (_request, { server }) => checkDatabase(server)),
]

async function checkDatabase(server: ServerContext): Promise<Reply> {
  const problem = await findProblem(server)
  if (problem) server.log.warn({ err: problem }, 'The database is not usable')
  const status = problem ? 'DOWN' : 'UP'
  return json({ status, checks: [{ name: 'Database', status }] }, problem ? 503 : 200)
}

async function findProblem({ storage, clock }: ServerContext): Promise<unknown> {
  const patience = new AbortController()
  const tooLate = clock
    .delay(patienceMilliseconds, patience.signal)
    .then(() => new Error('The database did not answer in time'))
  try {
    return await Promise.race([storage.ping().then(() => undefined), tooLate])
  } catch (error) {
    return error
  } finally {
    patience.abort()
  }
}
