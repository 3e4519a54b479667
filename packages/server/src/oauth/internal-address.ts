import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'

const internalRanges = new Set(['loopback', 'private', 'linkLocal', 'uniqueLocal'])

/** Calls come from few addresses, and taking one apart costs more than a look. */
const known = new LRUCache<string, boolean>({ max: 1_000 })

/** Is this an address that `sslRequired: external` lets use plain HTTP? */
export function isInternalAddress(address: string): boolean {
  const remembered = known.get(address)
  if (remembered !== undefined) return remembered
  const isInternal = ipaddr.isValid(address) && internalRanges.has(ipaddr.process(address).range())
  known.set(address, isInternal)
  return isInternal
}
