import { pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { hashRaw } from '@node-rs/argon2'
import { InvalidInput } from '../kernel/error.ts'
import type { Random } from '../kernel/random.ts'

/** A hashed password in the two halves of Keycloak's credential: `credentialData` may be shown, `secretData` not. */
export interface StoredPassword {
  readonly credentialData: {
    readonly hashIterations: number
    readonly algorithm: string
    readonly additionalParameters: Readonly<Record<string, readonly string[]>>
  }
  /** Both base64. */
  readonly secretData: { readonly value: string; readonly salt: string }
}

/** The `hashAlgorithm` and `hashIterations` of a realm's password policy; -1 iterations take the default. */
export interface HashPolicy {
  readonly algorithm: HashAlgorithm
  readonly iterations: number
}

export type HashAlgorithm = 'argon2' | Pbkdf2Algorithm
type Pbkdf2Algorithm = 'pbkdf2' | 'pbkdf2-sha256' | 'pbkdf2-sha512'

export const defaultHashPolicy: HashPolicy = { algorithm: 'argon2', iterations: -1 }

/** Keycloak's Argon2 parameters: version 1.3, memory in KiB, sizes in bytes. OWASP names the same set. */
const argon2 = { type: 'id', version: '1.3', hashLength: 32, memory: 7168, iterations: 5, parallelism: 1 } as const
/** Above this Keycloak takes the default: the policy's number is then meant for PBKDF2. */
const maximumArgon2PolicyIterations = 100

/** Defaults of Keycloak (OWASP's figures), hash of the HMAC, and length of the derived key in bytes. */
const pbkdf2Parameters: Readonly<Record<Pbkdf2Algorithm, { digest: string; iterations: number; length: number }>> = {
  pbkdf2: { digest: 'sha1', iterations: 1_300_000, length: 20 },
  'pbkdf2-sha256': { digest: 'sha256', iterations: 600_000, length: 32 },
  'pbkdf2-sha512': { digest: 'sha512', iterations: 210_000, length: 64 },
}

const saltBytes = 16
/** A stored credential may be imported: what it asks for is bounded, or it could stop the server. */
const bounds = { argon2Iterations: 100, memory: 262_144, parallelism: 16, pbkdf2Iterations: 10_000_000, length: 512 }
/** No person types more. Nothing is ever cut off (ASVS 5.0, 6.2.8). */
const maximumPasswordBytes = 4096

const derivePbkdf2 = promisify(pbkdf2)

/** Throws `InvalidInput` for a password that is too long to be hashed; cheap, and so before any queue. */
export function requireHashable(password: string): void {
  if (Buffer.byteLength(password) > maximumPasswordBytes) {
    throw new InvalidInput('password', 'error-password-too-long', [maximumPasswordBytes])
  }
}

/** Hashes in the thread pool. Requests go through `HashLane`, which bounds how many run at once. */
export async function hashPassword(password: string, policy: HashPolicy, random: Random): Promise<StoredPassword> {
  requireHashable(password)
  const salt = random.bytes(saltBytes)
  const recipe = toRecipe(policy)
  const value = await derive(password, salt, recipe)
  return {
    credentialData: toCredentialData(recipe),
    secretData: { value: value.toString('base64'), salt: salt.toString('base64') },
  }
}

/** False also when the stored form is not understood: a broken credential lets nobody in. */
export async function verifyPassword(password: string, stored: StoredPassword): Promise<boolean> {
  requireHashable(password)
  const recipe = readRecipe(stored)
  if (!recipe) return false
  const expected = Buffer.from(stored.secretData.value, 'base64')
  const actual = await derive(password, Buffer.from(stored.secretData.salt, 'base64'), recipe)
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

/** Whether a stored form (of an import) can be verified at all. */
export function isVerifiablePassword(stored: StoredPassword): boolean {
  return readRecipe(stored) !== undefined
}

/** Whether a stored form is what the policy makes now; otherwise the next right login hashes anew. */
export function isHashCurrent(stored: StoredPassword, policy: HashPolicy): boolean {
  const recipe = readRecipe(stored)
  if (!recipe) return false
  const wanted = toRecipe(policy)
  return JSON.stringify(toCredentialData(recipe)) === JSON.stringify(toCredentialData(wanted))
}

type Recipe =
  | {
      readonly algorithm: 'argon2'
      readonly type: 'id' | 'i' | 'd'
      readonly version: '1.3' | '1.0'
      readonly iterations: number
      readonly memory: number
      readonly parallelism: number
      readonly length: number
    }
  | { readonly algorithm: Pbkdf2Algorithm; readonly iterations: number; readonly length: number }

function toRecipe({ algorithm, iterations }: HashPolicy): Recipe {
  if (algorithm === 'argon2') {
    const { type, version, memory, parallelism, hashLength } = argon2
    const isOwn = iterations > 0 && iterations <= maximumArgon2PolicyIterations
    return {
      algorithm,
      type,
      version,
      memory,
      parallelism,
      iterations: isOwn ? iterations : argon2.iterations,
      length: hashLength,
    }
  }
  const parameters = pbkdf2Parameters[algorithm]
  const isOwn = iterations > 0 && iterations <= bounds.pbkdf2Iterations
  return { algorithm, iterations: isOwn ? iterations : parameters.iterations, length: parameters.length }
}

function toCredentialData(recipe: Recipe): StoredPassword['credentialData'] {
  const { algorithm, iterations: hashIterations } = recipe
  if (recipe.algorithm !== 'argon2') return { hashIterations, algorithm, additionalParameters: {} }
  return {
    hashIterations,
    algorithm,
    additionalParameters: {
      hashLength: [String(recipe.length)],
      memory: [String(recipe.memory)],
      type: [recipe.type],
      version: [recipe.version],
      parallelism: [String(recipe.parallelism)],
    },
  }
}

function readRecipe({ credentialData, secretData }: StoredPassword): Recipe | undefined {
  const { algorithm, hashIterations: iterations, additionalParameters } = credentialData
  const length = Buffer.from(secretData.value, 'base64').length
  const hasSalt = Buffer.from(secretData.salt, 'base64').length >= 8
  if (!hasSalt || length < 16 || length > bounds.length) return undefined
  if (isPbkdf2(algorithm)) {
    return isWithin(iterations, bounds.pbkdf2Iterations) ? { algorithm, iterations, length } : undefined
  }
  if (algorithm !== 'argon2') return undefined
  const type = additionalParameters['type']?.[0]
  const version = additionalParameters['version']?.[0]
  const memory = Number(additionalParameters['memory']?.[0])
  const parallelism = Number(additionalParameters['parallelism']?.[0])
  if (type !== 'id' && type !== 'i' && type !== 'd') return undefined
  if (version !== '1.3' && version !== '1.0') return undefined
  if (Number(additionalParameters['hashLength']?.[0]) !== length) return undefined
  // RFC 9106, section 3.1: at least 8 KiB for each lane.
  if (!isWithin(parallelism, bounds.parallelism) || memory < 8 * parallelism) return undefined
  if (!isWithin(iterations, bounds.argon2Iterations) || !isWithin(memory, bounds.memory)) return undefined
  return { algorithm, type, version, iterations, memory, parallelism, length }
}

function isPbkdf2(algorithm: string): algorithm is Pbkdf2Algorithm {
  return Object.hasOwn(pbkdf2Parameters, algorithm)
}

function isWithin(value: number, maximum: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= maximum
}

/** The enums of @node-rs/argon2 are ambient constants, which isolated modules cannot read. */
const argon2Types = { d: 0, i: 1, id: 2 } as const
const argon2Versions = { '1.0': 0, '1.3': 1 } as const

function derive(password: string, salt: Buffer, recipe: Recipe): Promise<Buffer> {
  // The bytes as typed: Keycloak does not normalise either, and imported hashes must verify.
  if (recipe.algorithm !== 'argon2') {
    const { digest } = pbkdf2Parameters[recipe.algorithm]
    return derivePbkdf2(password, salt, recipe.iterations, recipe.length, digest)
  }
  return hashRaw(password, {
    algorithm: argon2Types[recipe.type],
    version: argon2Versions[recipe.version],
    timeCost: recipe.iterations,
    memoryCost: recipe.memory,
    parallelism: recipe.parallelism,
    outputLen: recipe.length,
    salt,
  })
}
