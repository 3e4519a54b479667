import { type Endpoint, type EndpointFamily, endpoint } from '@ztrust/contract/endpoint'

/** The family that an unknown path belongs to, so that its error has the shape its callers expect. */
export function familyOfPath(url: string, accept: string | undefined): EndpointFamily {
  const path = url.split('?', 1)[0] ?? ''
  if (path.startsWith('/admin/realms') || path.startsWith('/admin/serverinfo')) return 'admin'
  if ((accept ?? '').includes('text/html')) return 'page'
  return 'public'
}

/** A declaration for answers that belong to no endpoint. */
export function endpointOfFamily(family: EndpointFamily): Endpoint {
  return endpoint({ method: 'GET', path: '/', family, summary: 'No endpoint', tag: 'None', responses: {} })
}
