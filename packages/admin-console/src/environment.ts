import * as z from 'zod'

const schema = z.object({
  /** Address of the server without a trailing slash. */
  baseUrl: z.string(),
  /** The realm in which the administrator signs in: the one of the page's address. */
  realm: z.string().min(1),
  clientId: z.string().min(1),
})
export type ConsoleEnvironment = z.output<typeof schema>

/** What the server writes into the page; the development server writes nothing. */
function readEnvironment(): ConsoleEnvironment {
  const written = document.getElementById('environment')?.textContent
  if (written) return schema.parse(JSON.parse(written))
  return { baseUrl: window.location.origin, realm: 'master', clientId: 'security-admin-console' }
}

export const environment = readEnvironment()

/** Path of the console: what stands before the paths of its routes. */
export const consolePath = `/admin/${encodeURIComponent(environment.realm)}/console`
