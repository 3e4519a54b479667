/** Schemes that run or show what the address itself carries (CVE-2026-9086): never an application, in any case. */
const dangerousSchemes = new Set(['javascript', 'data', 'vbscript', 'blob', 'about', 'file', 'view-source'])

/** True for an address that no client may register or be sent to, whatever its letter case and leading spaces. */
export function hasDangerousScheme(address: string): boolean {
  const scheme = /^\s*([a-z][a-z0-9+.-]*)\s*:/i.exec(address)?.[1]
  return scheme !== undefined && dangerousSchemes.has(scheme.toLowerCase())
}
