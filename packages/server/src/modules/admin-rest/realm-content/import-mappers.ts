import type { ProtocolMapperRepresentation } from '@ztrust/contract/admin/protocol-mappers'
import { InvalidInput } from '../../../kernel/error.ts'
import { requireMapperName } from '../../../model/client-scope/insert-mapper.ts'
import {
  deleteMapper,
  insertMappers,
  listMappers,
  type MapperContainer,
} from '../../../model/client-scope/protocol-mapper.store.ts'
import { toMapperConfig } from '../../../oauth/insert-new-mappers.ts'
import { leaveOut, type RealmDraft } from './realm-draft.ts'

/** Gives a client or client scope exactly these mappers, with their ids. Kinds that are not there are kept and named. */
export async function importMappers(
  draft: RealmDraft,
  what: string,
  container: MapperContainer,
  mappers: readonly ProtocolMapperRepresentation[],
): Promise<void> {
  const { tx, server, realm } = draft
  for (const { id } of await listMappers(tx, realm.id, container)) await deleteMapper(tx, realm.id, id)
  for (const { name = '', protocol = 'openid-connect', protocolMapper = '' } of mappers) {
    // Kinds of SAML come with SAML.
    if (protocol !== 'openid-connect' || server.registry.protocolMappers.has(protocolMapper)) continue
    const reason = `Kept, but it does nothing: there is no mapper ${protocolMapper}`
    leaveOut(draft, `${what}/protocolMappers/${name}`, reason)
  }
  await insertMappers(
    tx,
    mappers.map(({ id, name, protocol = 'openid-connect', protocolMapper, config }) => {
      if (name === undefined) throw new InvalidInput('name', 'error-empty')
      if (protocolMapper === undefined) throw new InvalidInput('protocolMapper', 'error-empty')
      requireMapperName(name)
      return {
        id: id ?? tx.ids.uuid(),
        realmId: realm.id,
        ...container,
        name,
        protocol,
        mapper: protocolMapper,
        config: toMapperConfig(config ?? {}),
      }
    }),
  )
}
