import { derPositiveInteger, derSequence } from './der.ts'

/**
 * The two forms of an ECDSA signature: OpenSSL's is a DER sequence of r and s (RFC 3279, section 2.2.3), that of JWS is
 * r and s in fixed lengths, one behind the other (RFC 7518, section 3.4). node:crypto converts too, but only for keys
 * that are wrapped into options, and unwrapping these costs more than an ES256 signature (60 against 40 microseconds).
 */
export function toConcatenatedSignature(der: Buffer, bytes: number): Buffer {
  const signature = Buffer.alloc(bytes)
  // Behind the tag stands the length: in one byte, or in two from 128 on (P-521).
  const r = (der[1] ?? 0) < 0x80 ? 2 : 3
  const s = r + 2 + (der[r + 1] ?? 0)
  copyInteger(der, r, signature, bytes / 2)
  copyInteger(der, s, signature, bytes)
  return signature
}

export function toDerSignature(signature: Buffer): Buffer {
  const half = signature.length / 2
  return derSequence(derPositiveInteger(signature.subarray(0, half)), derPositiveInteger(signature.subarray(half)))
}

/** Copies the integer at `start` so that it ends before `end`. DER leaves zeros out, and adds one before a set bit. */
function copyInteger(der: Buffer, start: number, target: Buffer, end: number): void {
  const length = der[start + 1] ?? 0
  const padding = der[start + 2] === 0 && length > 1 ? 1 : 0
  der.copy(target, end - length + padding, start + 2 + padding, start + 2 + length)
}
