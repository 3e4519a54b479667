/** The same page in another language. */
export function withLocale(url: string, tag: string): string {
  const address = new URL(url, 'http://relative.invalid')
  address.searchParams.set('kc_locale', tag)
  // `//host` at the start of a path would be read as another host.
  return `${address.pathname.replace(/^\/+/, '/')}${address.search}`
}
