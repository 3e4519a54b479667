import ipaddr from 'ipaddr.js'

const internalRanges = new Set(['loopback', 'private', 'linkLocal', 'uniqueLocal'])

/** Is this an address that `sslRequired: external` lets use plain HTTP? */
export function isInternalAddress(address: string): boolean {
  return ipaddr.isValid(address) && internalRanges.has(ipaddr.process(address).range())
}
