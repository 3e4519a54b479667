/** The id of what a call made: the last part of the address in its `Location`. */
export function readCreatedId(headers: Headers): string | undefined {
  const location = headers.get('location')
  const last = location?.split('?')[0]?.split('/').filter(Boolean).at(-1)
  return last === undefined ? undefined : decodeURIComponent(last)
}
