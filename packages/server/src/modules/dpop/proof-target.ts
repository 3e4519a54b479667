/**
 * The address a proof is for, in one spelling: without query and fragment (RFC 9449, section 4.3, check 9), scheme and
 * host in lower case, no default port, unreserved characters unescaped (RFC 3986, section 6.2). Undefined for what is
 * no http address.
 */
export function normaliseTarget(text: string): string | undefined {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined
  const path = url.pathname.replace(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return /[A-Za-z0-9._~-]/.test(character) ? character : code.toUpperCase()
  })
  return `${url.origin}${path}`
}
