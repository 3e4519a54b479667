/** Is a host one of these domains? `*.example.org` stands for the domain and all below it. */
export function isTrustedHost(host: string, domains: readonly string[]): boolean {
  return domains.some((domain) => {
    if (!domain.startsWith('*.')) return host === domain
    const parent = domain.slice(2)
    return host === parent || host.endsWith(`.${parent}`)
  })
}

/** The host of an address; undefined when it has none. */
export function hostOf(address: string): string | undefined {
  return URL.parse(address)?.hostname || undefined
}
