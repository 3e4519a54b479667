import { InvalidInput } from '../../kernel/error.ts'

/** A form as browsers and tools send files in (RFC 7578). Throws InvalidInput. */
export async function readForm(body: Uint8Array, contentType: string): Promise<FormData> {
  try {
    return await new Response(Buffer.from(body), { headers: { 'content-type': contentType } }).formData()
  } catch (cause) {
    throw new InvalidInput(undefined, 'The form cannot be read', [], cause)
  }
}

/** The text of a field, or of a file in its place; undefined when there is none. */
export async function readFormText(form: FormData, name: string): Promise<string | undefined> {
  const value = form.get(name)
  if (value === null) return undefined
  return typeof value === 'string' ? value : value.text()
}
