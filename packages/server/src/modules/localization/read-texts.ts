import * as z from 'zod'
import { InvalidInput } from '../../kernel/error.ts'

const texts = z.record(z.string(), z.string().nullable())

/** The texts of a JSON document, or of such a document in a form; those that are null are left out. Throws InvalidInput. */
export async function readTexts(body: Uint8Array, contentType: string): Promise<Readonly<Record<string, string>>> {
  const document = contentType.startsWith('multipart/form-data')
    ? await readFile(body, contentType)
    : Buffer.from(body).toString('utf8')
  return Object.fromEntries(
    Object.entries(parse(document)).flatMap(([key, text]) => (text === null ? [] : [[key, text] as const])),
  )
}

function parse(document: string): z.output<typeof texts> {
  try {
    return texts.parse(JSON.parse(document))
  } catch (cause) {
    throw new InvalidInput(undefined, 'Could not read file.', [], cause)
  }
}

/** RFC 7578. */
async function readFile(body: Uint8Array, contentType: string): Promise<string> {
  const file = await openForm(body, contentType).then(
    (form) => form.get('file'),
    (cause: unknown) => {
      throw new InvalidInput(undefined, 'Could not read file.', [], cause)
    },
  )
  if (file === null) throw new InvalidInput('file', 'error-user-attribute-required')
  return typeof file === 'string' ? file : file.text()
}

async function openForm(body: Uint8Array, contentType: string): Promise<FormData> {
  return new Response(Buffer.from(body), { headers: { 'content-type': contentType } }).formData()
}
