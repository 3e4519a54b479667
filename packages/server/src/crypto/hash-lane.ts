import { Overloaded } from '../kernel/error.ts'
import type { Random } from '../kernel/random.ts'
import {
  defaultHashPolicy,
  type HashPolicy,
  hashPassword,
  requireHashable,
  type StoredPassword,
  verifyPassword,
} from './password-hash.ts'

/**
 * All password hashing of the process. Hashes share libuv's thread pool with signatures: fewer run at once than it has
 * threads, the rest wait in line, and beyond the line callers are turned away at once.
 */
export interface HashLane {
  /** All three throw `Overloaded` when the line is full and `InvalidInput` when the password is too long. */
  hash(password: string, policy?: HashPolicy): Promise<StoredPassword>
  verify(password: string, stored: StoredPassword): Promise<boolean>
  /** Takes the time of a verification, for a user who does not exist or has no password (ASVS 5.0, 6.3.8). */
  burn(password: string): Promise<void>
  /** For metrics and health. */
  load(): { readonly running: number; readonly waiting: number }
}

export interface HashLaneOptions {
  readonly random: Random
  /** Hashes at once: at most the number of cores, or they thrash the caches (measured: 1.7 times the work). */
  readonly lanes: number
  /** How many callers may wait. */
  readonly queue: number
  /** What a caller who is turned away is told; 2 unless told. */
  readonly retryAfterSeconds?: number
}

/** Nobody's password: the salt and the value say so. Its parameters are those of `defaultHashPolicy`. */
const dummy: StoredPassword = {
  credentialData: {
    hashIterations: 5,
    algorithm: 'argon2',
    additionalParameters: {
      hashLength: ['32'],
      memory: ['7168'],
      type: ['id'],
      version: ['1.3'],
      parallelism: ['1'],
    },
  },
  secretData: { value: Buffer.alloc(32).toString('base64'), salt: Buffer.alloc(16).toString('base64') },
}

export function createHashLane({ random, lanes, queue, retryAfterSeconds = 2 }: HashLaneOptions): HashLane {
  if (!Number.isInteger(lanes) || lanes < 1) throw new Error('A hash lane needs at least one lane')
  if (!Number.isInteger(queue) || queue < 0) throw new Error('The queue of a hash lane cannot be negative')
  const waiting: (() => void)[] = []
  let running = 0

  async function enter(): Promise<void> {
    if (running < lanes) {
      running += 1
      return
    }
    if (waiting.length >= queue) throw new Overloaded('password hashing', retryAfterSeconds)
    // Whoever leaves hands his place over, so `running` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve))
  }

  function leave(): void {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }

  async function run<Result>(password: string, work: () => Promise<Result>): Promise<Result> {
    requireHashable(password)
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }

  return {
    hash: (password, policy = defaultHashPolicy) => run(password, () => hashPassword(password, policy, random)),
    verify: (password, stored) => run(password, () => verifyPassword(password, stored)),
    burn: async (password) => {
      await run(password, () => verifyPassword(password, dummy))
    },
    load: () => ({ running, waiting: waiting.length }),
  }
}
