import { createPublicKey, X509Certificate } from 'node:crypto'
import { InvalidInput } from '../../../kernel/error.ts'
import { readKeySet } from '../../../oauth/read-key-set.ts'
import { readForm, readFormText } from '../read-form.ts'
import { describeKeySet, type KeyMaterial } from './key-material.ts'

/** Keycloak's names of what can be uploaded; key stores of Java are read elsewhere. */
const readers: Readonly<Record<string, (text: string) => KeyMaterial | undefined>> = {
  'Certificate PEM': (text) => ({ certificate: new X509Certificate(toPem(text)).raw.toString('base64') }),
  'Public Key PEM': (text) => ({ publicKey: String(createPublicKey(text).export({ type: 'spki', format: 'pem' })) }),
  'JSON Web Key Set': (text) => (readKeySet(text)?.length ? describeKeySet(text) : undefined),
}

/** The key in the form (multipart/form-data) that was sent. Throws InvalidInput for anything that is none. */
export async function readUploadedKey(body: Uint8Array, contentType: string): Promise<KeyMaterial> {
  const form = await readForm(body, contentType)
  const format = String(form.get('keystoreFormat') ?? '')
  const read = Object.hasOwn(readers, format) ? readers[format] : undefined
  if (!read) {
    const known = Object.keys(readers).join(', ')
    throw new InvalidInput('keystoreFormat', `Not supported keystore format. Supported keystore formats: [${known}]`)
  }
  const text = (await readFormText(form, 'file')) ?? ''
  if (text.trim() === '') throw new InvalidInput('file', 'file cannot be empty')
  try {
    const material = read(text)
    if (material) return material
  } catch (cause) {
    throw new InvalidInput('file', 'Certificate or key with given alias not found in the keystore', [], cause)
  }
  throw new InvalidInput('file', 'Certificate or key with given alias not found in the keystore')
}

/** Keycloak takes the base64 alone, too. */
function toPem(text: string): string {
  return text.includes('-----BEGIN') ? text : `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`
}
