/** The cookies of one browser at one host: names, values and paths, and nothing more. */
export class CookieJar {
  readonly #cookies = new Map<string, { readonly path: string; readonly value: string }>()

  keep(setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const [name = '', ...rest] = pair.split('=')
      const value = rest.join('=').replaceAll('"', '')
      const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice('path='.length) ?? '/'
      if (value === '' || attributes.some((attribute) => /^max-age=0$/i.test(attribute))) this.#cookies.delete(name)
      else this.#cookies.set(name, { path, value })
    }
  }

  header(url: URL): string {
    return [...this.#cookies]
      .filter(([, { path }]) => url.pathname.startsWith(path) || `${url.pathname}/` === path)
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ')
  }
}
