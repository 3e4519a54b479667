/** One element of DER (ITU-T X.690). */
export interface DerElement {
  readonly tag: number
  readonly content: Buffer
  /** Tag, length and content. */
  readonly whole: Buffer
}

/** The elements that stand one behind the other in `bytes`. Throws on anything that is no DER. */
export function readDerElements(bytes: Buffer): DerElement[] {
  const elements: DerElement[] = []
  for (let start = 0; start < bytes.length; ) {
    const { contentAt, end } = readHeader(bytes, start)
    if (end > bytes.length) throw new Error('The element is longer than what there is')
    elements.push({
      tag: bytes.readUInt8(start),
      content: bytes.subarray(contentAt, end),
      whole: bytes.subarray(start, end),
    })
    start = end
  }
  return elements
}

/** Sections 8.1.2 and 8.1.3: tags of one byte are all that certificates have; lengths are definite. */
function readHeader(bytes: Buffer, start: number): { readonly contentAt: number; readonly end: number } {
  if ((bytes.readUInt8(start) & 0x1f) === 0x1f) throw new Error('A tag of several bytes')
  const first = bytes.readUInt8(start + 1)
  if (first < 0x80) return { contentAt: start + 2, end: start + 2 + first }
  const size = first & 0x7f
  if (size === 0 || size > 4) throw new Error('A length that DER does not have')
  const contentAt = start + 2 + size
  return { contentAt, end: contentAt + bytes.readUIntBE(start + 2, size) }
}

/** Dotted text of the content of an OBJECT IDENTIFIER (section 8.19). */
export function toDottedIdentifier(content: Buffer): string {
  const numbers: number[] = []
  let value = 0
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f)
    if (byte & 0x80) continue
    numbers.push(value)
    value = 0
  }
  const [first = 0, ...rest] = numbers
  const root = Math.min(2, Math.floor(first / 40))
  return [root, first - root * 40, ...rest].join('.')
}
