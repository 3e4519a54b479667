/**
 * Names of X.509 subjects: read from certificates (RFC 5280, section 4.1.2.4), read from and written as text (RFC 4514),
 * and compared (RFC 5280, section 7.1).
 */
import type { X509Certificate } from 'node:crypto'
import { type DerElement, readDerElements, toDottedIdentifier } from './der-reader.ts'

export interface NameAttribute {
  /** Object identifier, dotted. */
  readonly type: string
  /** Text, or the hexadecimal DER of a value that is none. */
  readonly value: string
  readonly isText: boolean
}

/** Attributes of one level; mostly one. */
export type RelativeName = readonly NameAttribute[]

/** From the root of the tree downwards, as certificates have it; text has it the other way round. */
export type DistinguishedName = readonly RelativeName[]

/** Keywords of RFC 4514, section 3 and those that Java writes and reads. */
const identifiers: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  SURNAME: '2.5.4.4',
  SERIALNUMBER: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  STREET: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  T: '2.5.4.12',
  BUSINESSCATEGORY: '2.5.4.15',
  POSTALCODE: '2.5.4.17',
  GIVENNAME: '2.5.4.42',
  INITIALS: '2.5.4.43',
  GENERATION: '2.5.4.44',
  DNQ: '2.5.4.46',
  ORGANIZATIONIDENTIFIER: '2.5.4.97',
  UID: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
  EMAILADDRESS: '1.2.840.113549.1.9.1',
}
const synonyms: Readonly<Record<string, string>> = {
  S: 'ST',
  SN: 'SURNAME',
  E: 'EMAILADDRESS',
  EMAIL: 'EMAILADDRESS',
  TITLE: 'T',
  DNQUALIFIER: 'DNQ',
  GN: 'GIVENNAME',
}
const keywords = new Map(Object.entries(identifiers).map(([keyword, type]) => [type, keyword]))

/** The subject of a certificate, from its bytes: texts about it can be ambiguous (CVE-2021-44532). */
export function readSubject({ raw }: X509Certificate): DistinguishedName {
  const body = elementsOf(elementsOf(raw)[0])[0]
  const fields = elementsOf(body)
  // The version is left out of certificates of version 1.
  const subject = fields[fields[0]?.tag === 0xa0 ? 5 : 4]
  return elementsOf(subject).map((level) =>
    elementsOf(level).map((attribute) => {
      const [type, value] = elementsOf(attribute)
      if (type?.tag !== 0x06 || !value) throw new Error('Not an attribute of a name')
      return { type: toDottedIdentifier(type.content), ...toValue(value) }
    }),
  )
}

/** Reads text as RFC 4514 (and the older forms of its section 2: blanks, quotes, semicolons) has it. */
export function parseDistinguishedName(text: string): DistinguishedName | undefined {
  const levels = split(text, /[,;]/)?.map((level) => split(level, /\+/)?.map(parseAttribute))
  if (!levels) return undefined
  const name: RelativeName[] = []
  for (const level of levels) {
    const attributes = level?.filter((attribute) => attribute !== undefined)
    if (!attributes || attributes.length !== level?.length) return undefined
    name.unshift(attributes)
  }
  return name
}

/** As RFC 4514 writes it, with a blank after each comma, as Java does. */
export function formatDistinguishedName(name: DistinguishedName): string {
  return [...name]
    .reverse()
    .map((level) => level.map(formatAttribute).join('+'))
    .join(', ')
}

/** Case and blanks make no difference, the order of levels does, that of attributes within one does not. */
export function isSameName(a: DistinguishedName, b: DistinguishedName): boolean {
  return a.length > 0 && JSON.stringify(a.map(normalizeLevel)) === JSON.stringify(b.map(normalizeLevel))
}

function elementsOf(element: DerElement | Buffer | undefined): DerElement[] {
  if (element === undefined) throw new Error('A part of the certificate is missing')
  return readDerElements(Buffer.isBuffer(element) ? element : element.content)
}

/** The string types of X.520's DirectoryString, and IA5String; anything else stays as bytes. */
function toValue({ tag, content, whole }: DerElement): Pick<NameAttribute, 'value' | 'isText'> {
  switch (tag) {
    case 0x0c:
      return { value: decode('utf-8', content), isText: true }
    case 0x13:
    case 0x16:
      return { value: content.toString('latin1'), isText: true }
    case 0x1e:
      return { value: decode('utf-16be', content), isText: true }
    default:
      return { value: whole.toString('hex'), isText: false }
  }
}

function decode(encoding: 'utf-8' | 'utf-16be', bytes: Uint8Array): string {
  return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
}

/** Parts between separators that are neither escaped nor quoted; undefined when a quote or an escape has no end. */
function split(text: string, separator: RegExp): string[] | undefined {
  const parts = ['']
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '\\') {
      at += 1
      if (at >= text.length) return undefined
    }
    if (character === '"') isQuoted = !isQuoted
    if (!isQuoted && separator.test(character)) parts.push('')
    else parts.push(`${parts.pop()}${character === '\\' ? `\\${text.charAt(at)}` : character}`)
  }
  return isQuoted ? undefined : parts
}

function parseAttribute(text: string): NameAttribute | undefined {
  const [, keyword = '', rest = ''] = /^\s*([A-Za-z][\w-]*|(?:oid\.)?\d+(?:\.\d+)+)\s*=(.*)$/is.exec(text) ?? []
  const name = keyword.toUpperCase()
  const type = /^(OID\.)?\d/.test(name) ? name.replace('OID.', '') : identifiers[synonyms[name] ?? name]
  const value = parseValue(rest)
  return type === undefined || value === undefined ? undefined : { type, ...value }
}

function parseValue(text: string): Pick<NameAttribute, 'value' | 'isText'> | undefined {
  // Only blanks around a value are none of it, other white space is; one at the end that is escaped belongs to it too.
  const trimmed = text.replace(/^ +/, '').replace(/(?<!\\) +$/, '')
  if (trimmed.startsWith('#')) return parseHexadecimal(trimmed.slice(1))
  const quoted = /^"((?:\\.|[^"\\])*)"$/s.exec(trimmed)?.[1]
  if (quoted === undefined && /^"|[^\\]"/.test(trimmed)) return undefined
  const source = Buffer.from(quoted ?? trimmed)
  const bytes: number[] = []
  for (let at = 0; at < source.length; at += 1) {
    const byte = source.readUInt8(at)
    if (byte !== 0x5c) {
      bytes.push(byte)
      continue
    }
    const pair = source.toString('latin1', at + 1, at + 3)
    const isPair = /^[0-9a-f]{2}$/i.test(pair)
    // Section 2.4: two hexadecimal digits are one byte of UTF-8; anything else stands for itself.
    bytes.push(isPair ? Number.parseInt(pair, 16) : source.readUInt8(at + 1))
    at += isPair ? 2 : 1
  }
  try {
    return { value: decode('utf-8', Buffer.from(bytes)), isText: true }
  } catch {
    return undefined
  }
}

function parseHexadecimal(digits: string): Pick<NameAttribute, 'value' | 'isText'> | undefined {
  if (!/^([0-9a-f]{2})+$/i.test(digits)) return undefined
  try {
    const [element, ...more] = readDerElements(Buffer.from(digits, 'hex'))
    return element && more.length === 0 ? toValue(element) : undefined
  } catch {
    return undefined
  }
}

function formatAttribute({ type, value, isText }: NameAttribute): string {
  return `${keywords.get(type) ?? type}=${isText ? escapeText(value) : `#${value}`}`
}

function escapeText(text: string): string {
  return text
    .replace(/["+,;<>\\]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/(?<!\\) $/, '\\ ')
    .replaceAll('\0', '\\00')
}

function normalizeLevel(level: RelativeName): readonly string[] {
  return level.map(({ type, value, isText }) => `${type}${isText ? `=${normalizeText(value)}` : `#${value}`}`).sort()
}

/** The string preparation of RFC 4518, as far as names of certificates need it. */
function normalizeText(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ')
}
