import type { Random } from '../../kernel/random.ts'

/** Consonants alone: no letter that looks like a digit or another, and no words (RFC 8628, section 6.1). */
const alphabet = 'BCDFGHJKLMNPQRSTVWXZ'
/** 20^8 codes, more than 34 bits: with few guesses allowed that is enough (RFC 8628, section 5.1). */
const length = 8

/** A new code, as it is stored: without the dash that people see. */
export function drawUserCode(random: Random): string {
  let code = ''
  while (code.length < length) {
    for (const byte of random.bytes(length)) {
      // Bytes from 240 on would make the first letters more likely than the others.
      if (byte < 240 && code.length < length) code += alphabet.charAt(byte % alphabet.length)
    }
  }
  return code
}

/** What somebody typed, as a code is stored: case, dashes and spaces mean nothing. Undefined when it can be no code. */
export function readUserCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[\s\p{Pd}._]/gu, '')
  return code.length === length && [...code].every((letter) => alphabet.includes(letter)) ? code : undefined
}

/** As people read it best: `BCDF-GHJK`. */
export function displayUserCode(code: string): string {
  return `${code.slice(0, length / 2)}-${code.slice(length / 2)}`
}
