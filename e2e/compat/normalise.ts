/** What can be compared: JSON. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value }

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
const jwt = /^[\w-]+\.[\w-]+\.[\w-]*$/

/** Times in seconds or milliseconds: two runs never agree. */
const times = new Set(
  'exp iat nbf auth_time createdTimestamp created createdDate lastUpdatedDate expiration timestamp time start lastAccess client_id_issued_at updated_at validTo notBefore client.secret.creation.time'.split(
    ' ',
  ),
)

/** Values made at random, of which only the presence can be compared. */
const randoms = new Set(
  (
    'jti sid session_state code kid at_hash c_hash s_hash id internalId device_code user_code auth_req_id request_uri ' +
    'registration_access_token registrationAccessToken token secret client_secret public_key publicKey certificate n x5c x5t ' +
    'x5t#S256 x y jkt secretData credentialData execution session_code tab_id client_data ath providerId_ksid logout_state'
  ).split(' '),
)

/** Durations that may have lost a second on the way. */
const durations = new Set(['expires_in', 'refresh_expires_in'])

/** The value without what differs between any two runs: hosts, ids, times, keys, signatures. Tokens are opened. */
export function normaliseValue(value: unknown, base: string, name = ''): Value {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return normaliseNumber(value, name)
  if (typeof value === 'string') return normaliseString(value, base, name)
  if (Array.isArray(value))
    return randoms.has(name) ? '<random>' : value.map((each) => normaliseValue(each, base, name))
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      normaliseText(key, base),
      // The active keys by algorithm: their names are random.
      normaliseValue(each, base, name === 'active' ? 'kid' : key),
    ]),
  )
}

function normaliseNumber(value: number, name: string): Value {
  if (times.has(name)) return value === 0 ? 0 : '<time>'
  return durations.has(name) ? roundDuration(value) : value
}

const roundDuration = (seconds: number): number => Math.round(seconds / 10) * 10

/** Of what is a set, and has an order only for reading. */
export const sortWords = (text: string): string => text.split(' ').sort().join(' ')

function normaliseString(value: string, base: string, name: string): Value {
  const opened = openToken(value, base)
  if (opened !== undefined) return opened
  if (value !== '' && randoms.has(name)) return '<random>'
  if (value !== '' && times.has(name)) return '<time>'
  if (name === 'scope') return sortWords(value)
  if (durations.has(name) && /^\d+$/.test(value)) return String(roundDuration(Number(value)))
  return normaliseText(value, base)
}

export function normaliseText(text: string, base: string): string {
  const { origin, host } = new URL(base)
  const placed = text.replaceAll(origin, '{base}').replaceAll(host, '{host}')
  return placed.replace(uuid, '<uuid>').replace(/(?<=user_code=)[A-Z]{4}-[A-Z]{4}/, '<random>')
}

/** A signed token as its header and claims; undefined when the text is none. */
function openToken(text: string, base: string): Value | undefined {
  if (!jwt.test(text)) return undefined
  const [header = '', payload = ''] = text.split('.')
  try {
    return {
      header: normaliseValue(decodeJson(header), base),
      claims: normaliseValue(decodeJson(payload), base),
    }
  } catch {
    return undefined
  }
}

const decodeJson = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
