import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { OutboundTarget } from '../../spi/outbound-client.ts'
import type { AddressGuard } from './address-guard.ts'
import { guardedLookup, requireAllowedHost, toOutboundError } from './guarded-lookup.ts'

const defaultTimeout = 10_000

/** A connection to an address that the operator allows: the one that was checked, not one looked up again. */
export async function openConnection(
  { host, port, timeout = defaultTimeout }: OutboundTarget,
  guard: AddressGuard,
): Promise<Socket> {
  requireAllowedHost(host, guard)
  const signal = AbortSignal.timeout(timeout)
  const socket = connect({ host, port, lookup: guardedLookup(guard) })
  try {
    await once(socket, 'connect', { signal })
    return socket
  } catch (error) {
    socket.destroy()
    throw toOutboundError(error, host, signal.aborted)
  }
}
