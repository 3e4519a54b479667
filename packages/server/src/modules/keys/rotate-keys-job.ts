import {
  deleteComponent,
  findComponent,
  insertComponents,
  listDueComponents,
  updateComponent,
} from '../../model/component/component.store.ts'
import { type Component, type ComponentConfig, configValue, keyProviderType } from '../../model/component/component.ts'
import { generateRealmKey } from '../../model/key/generate-realm-key.ts'
import { toKeyComponent } from '../../model/key/insert-key.ts'
import { isKeyProviderId, keyProvider } from '../../model/key/key-provider.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { Job } from '../../spi/extensions.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import type { Tx } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import { nextRotation, publishedBefore, replacesSetting, retentionOf, retiringSetting } from './key-rotation.ts'

const keysAtOnce = 20

/** Moves on every key whose time has come. By an index on that time: the cost follows what is due, not what there is. */
export const rotateKeysJob: Job = {
  id: 'rotate-keys',
  schedule: '23 * * * *',
  handle: async (server, _payload, signal) => {
    const steps = new Set<string>()
    while (!signal.aborted) {
      const due = await listDueComponents(server.storage, keyProviderType, server.clock.now(), keysAtOnce)
      const fresh = due.filter(({ id, dueAt }) => !steps.has(`${id} ${dueAt}`))
      if (fresh.length === 0) return
      for (const key of fresh) {
        steps.add(`${key.id} ${key.dueAt}`)
        await moveOn(server, key)
      }
    }
  },
}

async function moveOn(server: ServerContext, key: Component): Promise<void> {
  const realm = await server.realms.byId(key.realmId)
  if (!realm) return
  const replaced = configValue(key.config, replacesSetting)
  if (configValue(key.config, retiringSetting) !== undefined) return await deleteRetired(server, key)
  if (replaced !== undefined) return await takeOver(server, realm, key, replaced)
  return await prepareSuccessor(server, realm, key)
}

/** A key of the same kind that everybody may see, and that signs nothing yet. A key that is out of use gets none. */
async function prepareSuccessor(server: ServerContext, realm: RealmSnapshot, key: Component): Promise<void> {
  const { providerId, name, config } = key
  const isInUse = configValue(config, 'active') !== 'false' && configValue(config, 'enabled') !== 'false'
  if (!isKeyProviderId(providerId) || !isInUse) return await change(server, key, async (tx) => clearDue(tx, key))
  const shape = { ...withoutMaterial(providerId, config), active: ['false'], [replacesSetting]: [key.id] }
  const made = await generateRealmKey({ providerId, name, config: shape, commonName: realm.realm.name }, server)
  await change(server, key, async (tx) => {
    const now = tx.clock.now()
    const successor = toKeyComponent(key.realmId, made, { ids: tx.ids, secrets: server.secrets, now })
    await insertComponents(tx, [{ ...successor, dueAt: now + publishedBefore }])
    await clearDue(tx, key)
  })
}

/** From now on the new key signs; the old one verifies until nothing it signed is valid any more. */
async function takeOver(server: ServerContext, realm: RealmSnapshot, key: Component, replaced: string): Promise<void> {
  await change(server, key, async (tx) => {
    const now = tx.clock.now()
    const { [replacesSetting]: _, active: __, ...config } = key.config
    const active: Component = { ...key, config, createdAt: now }
    await updateComponent(tx, withDue(active, nextRotation(active)))
    const old = await findComponent(tx, key.realmId, replaced)
    if (!old) return
    const retention = retentionOf(old, realm.realm.settings)
    const retiring = { ...old, config: { ...old.config, active: ['false'], [retiringSetting]: ['true'] } }
    await updateComponent(tx, withDue(retiring, retention === undefined ? undefined : now + retention))
  })
}

async function deleteRetired(server: ServerContext, key: Component): Promise<void> {
  await change(server, key, async (tx) => {
    await deleteComponent(tx, key.realmId, key.id)
  })
}

/** Does it unless another node did, or an administrator changed the key meanwhile. */
async function change(server: ServerContext, key: Component, work: (tx: Tx) => Promise<void>): Promise<void> {
  await transact(server.storage, async (tx) => {
    const current = await findComponent(tx, key.realmId, key.id)
    if (current && JSON.stringify(current) === JSON.stringify(key)) await work(tx)
  })
}

async function clearDue(tx: Tx, key: Component): Promise<void> {
  await updateComponent(tx, withDue(key, undefined))
}

function withDue({ dueAt: _, ...key }: Component, dueAt: number | undefined): Component {
  return dueAt === undefined ? key : { ...key, dueAt }
}

/** The settings a key is made by. */
function withoutMaterial(providerId: Parameters<typeof keyProvider>[0], config: ComponentConfig): ComponentConfig {
  const made = new Set([keyProvider(providerId, config).privateKeyName, 'kid', 'certificate'])
  return Object.fromEntries(Object.entries(config).filter(([name]) => !made.has(name) && !name.endsWith('PublicKey')))
}
