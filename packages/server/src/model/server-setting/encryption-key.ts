import type { SecretBox } from '../../crypto/secret-box.ts'
import { OperatorError } from '../../kernel/error.ts'
import type { Storage } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import { claimServerSetting, findServerSetting } from './server-setting.store.ts'

const name = 'encryption-key-fingerprint'

/** Refuses to go on with a key that cannot open what the database holds. Throws OperatorError. */
export async function requireFittingKey(storage: Storage, secrets: SecretBox): Promise<void> {
  const ours = secrets.fingerprint()
  const stored =
    (await findServerSetting(storage, name)) ?? (await transact(storage, (tx) => claimServerSetting(tx, name, ours)))
  if (stored === ours) return
  throw new OperatorError(
    'This database was encrypted with another key. Set ZTRUST_ENCRYPTION_KEY to the key in use, or restore encryption.key in the data directory. Nodes that share a database share the key.',
  )
}
