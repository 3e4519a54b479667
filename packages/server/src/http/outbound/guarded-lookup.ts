import { lookup as lookUp } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { OutboundError } from '../../spi/outbound-client.ts'
import type { AddressGuard } from './address-guard.ts'

/** Names are resolved once and only allowed addresses handed on, so that a second answer of the DNS cannot differ. */
export function guardedLookup(guard: AddressGuard): LookupFunction {
  return (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '')
      const permitted = addresses.filter(({ address }) => guard(address))
      const first = permitted[0]
      if (!first) return callback(refusedAddress(hostname), '')
      if (options.all) return callback(null, permitted)
      callback(null, first.address, first.family)
    })
  }
}

/** An address in place of a name is never looked up, so it is judged here. */
export function requireAllowedHost(host: string, guard: AddressGuard): void {
  if (isIP(host) !== 0 && !guard(host)) throw refusedAddress(host)
}

function refusedAddress(host: string): OutboundError {
  return new OutboundError(
    'refused-address',
    `${host} is at an address that is not public. If it is meant to be reached, list its range in ZTRUST_OUTBOUND_ALLOW.`,
  )
}

export function toOutboundError(error: unknown, host: string, isTimedOut: boolean): OutboundError {
  if (error instanceof OutboundError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (isTimedOut || /TIMEOUT|ETIMEDOUT/.test(code)) {
    return new OutboundError('timeout', `${host} did not answer in time`, error)
  }
  return new OutboundError('unreachable', `${host} cannot be reached${code === '' ? '' : ` (${code})`}`, error)
}
