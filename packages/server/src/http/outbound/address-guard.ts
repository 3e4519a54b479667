import ipaddr from 'ipaddr.js'

/** May a connection be made to this address? */
export type AddressGuard = (address: string) => boolean

/**
 * Lets through what is reachable by everybody, and what `allowed` (CIDR ranges) lists. An IPv4 address inside an IPv6 one
 * (RFC 4291, section 2.5.5.2; RFC 6052; RFC 3056) is judged by the IPv4 address, so that it is no way around.
 */
export function createAddressGuard(allowed: readonly string[]): AddressGuard {
  const ranges = allowed.map((range) => ipaddr.parseCIDR(range))
  return (text) => {
    if (!ipaddr.isValid(text)) return false
    const address = ipaddr.process(text)
    if (ranges.some((range) => address.kind() === range[0].kind() && address.match(range))) return true
    const range = embeddedRange(address) ?? address.range()
    return range === 'unicast'
  }
}

/** Where a translated or tunnelled address ends; undefined when it is neither. */
function embeddedRange(address: ipaddr.IPv4 | ipaddr.IPv6): string | undefined {
  if (!(address instanceof ipaddr.IPv6)) return undefined
  const bytes = address.toByteArray()
  switch (address.range()) {
    case 'rfc6052':
      return ipaddr.fromByteArray(bytes.slice(12)).range()
    case '6to4':
      return ipaddr.fromByteArray(bytes.slice(2, 6)).range()
    default:
      return undefined
  }
}
