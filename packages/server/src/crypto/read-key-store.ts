import { readJks } from './jks.ts'
import { KeyStoreError, type KeyStoreQuestion, type StoredKey } from './key-store.ts'
import { readPkcs12 } from './pkcs12.ts'

const jksMagic = 0xfeedfeed

/** Reads a key from a JKS or PKCS#12 store, whichever the bytes are. Throws KeyStoreError. */
export async function readKeyStore(bytes: Buffer, question: KeyStoreQuestion): Promise<StoredKey> {
  try {
    const isJks = bytes.length >= 4 && bytes.readUInt32BE(0) === jksMagic
    return isJks ? readJks(bytes, question) : await readPkcs12(bytes, question)
  } catch (error) {
    throw error instanceof KeyStoreError ? error : new KeyStoreError('format', error)
  }
}
