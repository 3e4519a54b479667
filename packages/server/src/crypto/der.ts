/** The few forms of DER (ITU-T X.690) that a certificate needs; each function gives one complete element. */

export function derSequence(...elements: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(elements))
}

export function derSet(...elements: readonly Buffer[]): Buffer {
  return element(0x31, Buffer.concat(elements))
}

/** A positive integer from big-endian bytes, in the shortest form (X.690, section 8.3). */
export function derPositiveInteger(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0)
  const digits = start < 0 ? Buffer.from([0]) : bytes.subarray(start)
  const isNegative = ((digits[0] ?? 0) & 0x80) !== 0
  return element(0x02, isNegative ? Buffer.concat([Buffer.from([0]), digits]) : digits)
}

export function derBitString(bytes: Buffer): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([0]), bytes]))
}

export function derNull(): Buffer {
  return element(0x05, Buffer.alloc(0))
}

export function derUtf8String(text: string): Buffer {
  return element(0x0c, Buffer.from(text))
}

/** An object identifier such as `2.5.4.3`: base 128, the first two numbers in one (X.690, section 8.19). */
export function derObjectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return element(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(toBase128)))
}

function toBase128(value: number): number[] {
  const digits = [value % 128]
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left % 128) + 128)
  return digits
}

/** UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280, section 4.1.2.5), of an ISO 8601 time in UTC. */
export function derTime(isoTime: string): Buffer {
  const digits = `${isoTime.slice(0, 19).replace(/[-:T]/g, '')}Z`
  return digits < '2050' ? element(0x17, Buffer.from(digits.slice(2))) : element(0x18, Buffer.from(digits))
}

function element(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, ...encodeLength(content.length)]), content])
}

function encodeLength(length: number): number[] {
  if (length < 128) return [length]
  const bytes: number[] = []
  for (let left = length; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256)
  return [0x80 + bytes.length, ...bytes]
}
