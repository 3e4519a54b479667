import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import { mergeSettings } from '../kernel/settings.ts'
import type { Client } from '../model/client/client.ts'
import { defaultClientSettings } from '../model/client/default-client-settings.ts'
import type { ClientDraft } from '../spi/client-policy.ts'
import { toClientSettings } from './to-client-settings.ts'

/** The client that would be stored if this were done as asked. */
export function draftClient(asked: ClientRepresentation, current: Client | undefined): ClientDraft {
  const before = current?.settings ?? defaultClientSettings
  return {
    clientId: asked.clientId ?? current?.clientId,
    protocol: asked.protocol ?? current?.protocol ?? 'openid-connect',
    settings: mergeSettings(before, toClientSettings(asked, before)),
    asked,
    ...(current ? { current } : {}),
  }
}
