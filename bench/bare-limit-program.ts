/**
 * What the processor does at most: nothing but signatures, or nothing but password hashes, in a process of its own on
 * the subject's core. Answers each message `{ kind, seconds }` with `{ operations, cpuSeconds }`.
 */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'

/** As long as the header and payload of an access token with Keycloak's claims. */
const signingInput = Buffer.alloc(1100, 'eyJhbGciOi')
const salt = Buffer.alloc(16, 7)
/** Bare, as the server passes them: node:crypto takes 40 to 60 microseconds to unwrap a key from options. */
const keys: Readonly<Record<string, KeyObject>> = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
}

/** Keycloak's parameters. 2 stands for argon2id, whose name is an ambient constant. */
const hashPassword = () =>
  hashRaw('correct horse battery', {
    algorithm: 2,
    version: 1,
    timeCost: 5,
    memoryCost: 7168,
    parallelism: 1,
    outputLen: 32,
    salt,
  })

function operationOf(kind: string): { readonly inFlight: number; run(): Promise<unknown> } {
  // More hashes at once than cores only thrash the caches: the server does not do it either.
  if (kind === 'Argon2id') return { inFlight: 1, run: hashPassword }
  const key = keys[kind]
  if (key === undefined) throw new Error(`There is no limit ${kind}`)
  const run = () =>
    new Promise((resolve, reject) =>
      sign('sha256', signingInput, key, (error, signature) => (error ? reject(error) : resolve(signature))),
    )
  return { inFlight: 16, run }
}

async function measureLimit(kind: string, seconds: number) {
  const { inFlight, run } = operationOf(kind)
  const drive = async (milliseconds: number) => {
    let operations = 0
    const end = performance.now() + milliseconds
    const work = async () => {
      for (; performance.now() < end; operations += 1) await run()
    }
    await Promise.all(Array.from({ length: inFlight }, work))
    return operations
  }
  await drive(200)
  const before = process.cpuUsage()
  const operations = await drive(seconds * 1000)
  const { user, system } = process.cpuUsage(before)
  return { operations, cpuSeconds: (user + system) / 1e6 }
}

process.on('message', async ({ kind, seconds }: { readonly kind: string; readonly seconds: number }) => {
  process.send?.(await measureLimit(kind, seconds))
})
process.send?.('ready')
