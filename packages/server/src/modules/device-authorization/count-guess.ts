import ipaddr from 'ipaddr.js'
import { type AttemptKey, countAttempt, forgiveAttempt } from '../../model/attempt/attempt.store.ts'
import type { RealmContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'

const kind = 'device-user-code'
/** With some 34 bits a code, ten guesses find one of a thousand waiting devices once in two million tries. */
const guesses = 10
export const guessWindowSeconds = 600

/** Counts a guess before it is looked at. False when there were too many from there (RFC 8628, section 5.1). */
export async function countGuess({ server, realm, request }: RealmContext): Promise<boolean> {
  const key = keyOf(realm.realm.id, request.ip)
  return (await transact(server.storage, (tx) => countAttempt(tx, key, guessWindowSeconds * 1000))) <= guesses
}

/** It was a right one: whoever connects many devices from one place is not kept out. */
export async function forgiveGuess({ server, realm, request }: RealmContext): Promise<void> {
  await transact(server.storage, (tx) => forgiveAttempt(tx, keyOf(realm.realm.id, request.ip)))
}

/** Whoever has one address of IPv6 has 2^64 of them. */
function keyOf(realmId: string, ip: string): AttemptKey {
  if (!ipaddr.isValid(ip)) return { realmId, kind, subject: ip }
  const address = ipaddr.process(ip)
  const subject = address.kind() === 'ipv6' ? address.toByteArray().slice(0, 8).join('.') : address.toString()
  return { realmId, kind, subject }
}
