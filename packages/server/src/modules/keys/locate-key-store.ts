import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { InvalidInput } from '../../kernel/error.ts'

/** A store holds a handful of keys; what is larger is something else. */
const largestStore = 1024 * 1024

/**
 * The bytes of a key store that this realm may read: a file in the folder of its name within the operator's folder, links
 * followed. Throws InvalidInput for any other path, and without a folder for every path.
 */
export async function readRealmKeyStore(folder: string | undefined, realmName: string, path: string): Promise<Buffer> {
  if (folder === undefined) throw refuse('Key stores are not enabled on this server')
  const root = await realpath(folder).catch(() => undefined)
  const home = root === undefined ? undefined : await realpath(join(root, realmName)).catch(() => undefined)
  // The name of a realm is one step down, never a way out.
  if (root === undefined || home === undefined || dirname(home) !== root) throw notFound(path)
  const asked = resolve(home, path)
  requireWithin(home, asked, path)
  const file = await realpath(asked).catch(() => undefined)
  if (file === undefined) throw notFound(path)
  requireWithin(home, file, path)
  const { size, isFile } = await describe(file)
  if (!isFile || size > largestStore) throw notFound(path)
  return await readFile(file)
}

async function describe(file: string): Promise<{ readonly size: number; readonly isFile: boolean }> {
  const found = await stat(file)
  return { size: found.size, isFile: found.isFile() }
}

function requireWithin(home: string, file: string, path: string): void {
  if (!file.startsWith(home + sep)) {
    throw new InvalidInput(undefined, `Keystore file ${path} is not under the realm directory`)
  }
}

const notFound = (path: string): InvalidInput => refuse(`File not found on server. ${path} (No such file or directory)`)

/** Keycloak's words for a store that gives no key. */
export function refuse(reason: string, cause?: unknown): InvalidInput {
  return new InvalidInput(undefined, `Failed to load keys. ${reason}`, [], cause)
}
