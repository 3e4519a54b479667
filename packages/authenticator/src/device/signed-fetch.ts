import { deviceRequestMessage } from '@ztrust/contract/device-message'
import type { Account } from './account.ts'
import { toBase64url } from './base64url.ts'
import { signText } from './device-key.ts'

type Signer = Pick<Account, 'id' | 'realm' | 'privateKey'>

/** How far the phone's clock is behind the server's, in milliseconds, as far as it is known. */
let clockOffset = 0

/** The phone's clock may be this wrong before we correct it: the server allows a minute. */
const tolerated = 20_000

/**
 * `fetch` that signs what it sends with the account's key: realm, device, method, path, body, time and a nonce. A
 * phone whose clock is wrong learns the server's time from its answer and tries once more.
 */
export function createSignedFetch(signer: Signer): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(String(input), location.origin)
    if (url.origin !== location.origin) throw new TypeError('Requests go to the own server only')
    const send = async () => {
      const headers = new Headers(init.headers)
      headers.set('authorization', await authorize(signer, init.method ?? 'GET', url, init.body))
      return fetch(url, { ...init, headers, credentials: 'omit', cache: 'no-store', redirect: 'error' })
    }
    const answer = await send()
    if (answer.status !== 401 || !learnTime(answer)) return answer
    return send()
  }
}

async function authorize(signer: Signer, method: string, url: URL, body: unknown): Promise<string> {
  if (body !== undefined && body !== null && typeof body !== 'string') throw new TypeError('Only text can be signed')
  const bodyHash = toBase64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body ?? '')))
  const time = String(Date.now() + clockOffset)
  const nonce = toBase64url(crypto.getRandomValues(new Uint8Array(18)))
  const parts = {
    realm: signer.realm,
    deviceId: signer.id,
    method,
    url: url.pathname + url.search,
    bodyHash,
    time,
    nonce,
  }
  const signature = await signText(signer.privateKey, deviceRequestMessage(parts))
  return `ZTrust-Device device="${signer.id}", time="${time}", nonce="${nonce}", signature="${signature}"`
}

/** True when the answer shows that our idea of the time was wrong, and it is corrected now. */
function learnTime(answer: Response): boolean {
  const serverTime = Date.parse(answer.headers.get('date') ?? '')
  if (Number.isNaN(serverTime)) return false
  const offset = serverTime - Date.now()
  if (Math.abs(offset - clockOffset) < tolerated) return false
  clockOffset = offset
  return true
}
