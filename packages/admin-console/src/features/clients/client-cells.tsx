import { Anchor } from '@mantine/core'
import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import { environment } from '../../environment.ts'
import { useText } from '../../text.ts'
import { kindOf } from './client-kind.ts'

export function ClientTypeText({ client }: { readonly client: ClientRepresentation }) {
  const text = useText()
  if (client.bearerOnly === true) return text('clients.bearerOnly')
  if (client.publicClient === true) return text('clients.public')
  return text(kindOf(client) === 'service' ? 'clients.service' : 'clients.confidential')
}

/** The address where people use the application. */
export function ClientLink({ client }: { readonly client: ClientRepresentation }) {
  const href = homeOf(client)
  if (href === undefined) return null
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" className="zt-truncate" display="block" title={href}>
      {href}
    </Anchor>
  )
}

function homeOf({ baseUrl, rootUrl }: ClientRepresentation): string | undefined {
  const root = (rootUrl ?? '').replace(/\$\{auth(Base|Admin)Url\}/, environment.baseUrl)
  const whole = !baseUrl || baseUrl.startsWith('/') ? root.replace(/\/+$/, '') + (baseUrl ?? '') : baseUrl
  return /^https?:\/\//.test(whole) ? whole : undefined
}
