import type { Ask, Exchange, Parameters, Side } from './side.ts'
import { oidc } from './side.ts'

/** One thing that both servers are asked; the answers it returns are compared. */
export type Question = (side: Side) => Promise<Exchange | readonly Exchange[]>

export interface Group {
  readonly name: string
  readonly questions: Readonly<Record<string, Question>>
}

export const ask =
  (request: Ask): Question =>
  (side) =>
    side.send(request)

export const askAdmin =
  (request: Ask): Question =>
  (side) =>
    side.admin(request)

export const post = (endpoint: string, form: Parameters, more: Omit<Ask, 'path' | 'form'> = {}): Question =>
  ask({ path: oidc(endpoint), form, ...more })

export const get = (endpoint: string, query: Parameters, more: Omit<Ask, 'path' | 'query'> = {}): Question =>
  ask({ path: oidc(endpoint), query, ...more })
