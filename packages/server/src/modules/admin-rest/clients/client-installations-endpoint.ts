import { getClientInstallation } from '@ztrust/contract/admin/client-installations'
import { NotFound } from '../../../kernel/error.ts'
import { describeAdapter } from '../../../oauth/describe-adapter.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { requireClient } from '../find-in-realm.ts'
import { clientInstallations } from './client-installations.ts'

export const clientInstallationsEndpoints = [
  implement(getClientInstallation, async ({ params }, context) => {
    const client = await requireClient(context, params.id)
    const installation = clientInstallations.find(({ id }) => id === params.provider)
    if (!installation) throw new NotFound('installation provider', 'Unknown Provider')
    const config = await describeAdapter(context, client)
    // Whoever may only look learns of no secret.
    const shown = context.caller.can('manage-clients') ? config : withoutSecret(config)
    const headers = { 'cache-control': 'no-cache' }
    return { kind: 'bytes', status: 200, mediaType: 'text/plain', body: installation.write(shown), headers }
  }),
]

function withoutSecret(config: Awaited<ReturnType<typeof describeAdapter>>) {
  return config.credentials ? { ...config, credentials: {} } : config
}
