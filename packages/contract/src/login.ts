import * as z from 'zod'
import { anyContent, endpoint } from './endpoint.ts'

/** No control characters: no name has them, and not every database takes them. */
const name = z
  .string()
  .max(255)
  .regex(/^\P{Cc}*$/u)

/** What every address of the sign-in carries, under Keycloak's names. */
const query = {
  /** Which page may be posted next; a new one with every page. */
  session_code: name.optional(),
  /** The execution or required action whose page it is. */
  execution: name.optional(),
  client_id: name.optional(),
  tab_id: name.optional(),
  /** How a page is shown: `manual` or `qr` in the set-up of an authenticator app. */
  mode: z.string().max(20).optional(),
}

const tag = 'Sign in'
/** The fields depend on the page: the engine reads them itself, each once. */
const body = z.unknown()
const responses = { 200: anyContent, 302: anyContent, 303: anyContent, 400: anyContent }

export const showLogin = endpoint({
  method: 'GET',
  path: '/realms/{realm}/login-actions/authenticate',
  family: 'page',
  summary: 'Shows the page the sign-in is at',
  tag,
  query,
  responses,
})

export const postLogin = endpoint({
  method: 'POST',
  path: '/realms/{realm}/login-actions/authenticate',
  family: 'page',
  summary: 'Answers the page of an authenticator',
  tag,
  query,
  body,
  bodyKind: 'form',
  responses,
})

export const showRequiredAction = endpoint({
  method: 'GET',
  path: '/realms/{realm}/login-actions/required-action',
  family: 'page',
  summary: 'Shows what the user has to do before the sign-in ends',
  tag,
  query,
  responses,
})

export const postRequiredAction = endpoint({
  method: 'POST',
  path: '/realms/{realm}/login-actions/required-action',
  family: 'page',
  summary: 'Answers the page of a required action',
  tag,
  query,
  body,
  bodyKind: 'form',
  responses,
})

export const showConsent = endpoint({
  method: 'GET',
  path: '/realms/{realm}/login-actions/consent',
  family: 'page',
  summary: 'Shows what the application asks for',
  tag,
  query,
  responses,
})

export const postConsent = endpoint({
  method: 'POST',
  path: '/realms/{realm}/login-actions/consent',
  family: 'page',
  summary: 'Grants or refuses what the application asks for',
  tag,
  query,
  body,
  bodyKind: 'form',
  responses,
})

export const restartLogin = endpoint({
  method: 'GET',
  path: '/realms/{realm}/login-actions/restart',
  family: 'page',
  summary: 'Starts the sign-in afresh',
  tag,
  query,
  responses,
})

export const showRegistration = endpoint({
  method: 'GET',
  path: '/realms/{realm}/login-actions/registration',
  family: 'page',
  summary: 'Begins, or shows, the way on for who has no account yet',
  tag,
  query,
  responses,
})

export const postRegistration = endpoint({
  method: 'POST',
  path: '/realms/{realm}/login-actions/registration',
  family: 'page',
  summary: 'Answers a page of the registration flow',
  tag,
  query,
  body,
  bodyKind: 'form',
  responses,
})

export const showResetCredentials = endpoint({
  method: 'GET',
  path: '/realms/{realm}/login-actions/reset-credentials',
  family: 'page',
  summary: 'Begins, or shows, the way on for who forgot their credentials',
  tag,
  query,
  responses,
})

export const postResetCredentials = endpoint({
  method: 'POST',
  path: '/realms/{realm}/login-actions/reset-credentials',
  family: 'page',
  summary: 'Answers a page of the flow for forgotten credentials',
  tag,
  query,
  body,
  bodyKind: 'form',
  responses,
})

/** What a link in a mail holds: `key` is the signed token. */
const linkQuery = { ...query, key: z.string().max(8000).optional() }

export const showActionToken = endpoint({
  method: 'GET',
  path: '/realms/{realm}/login-actions/action-token',
  family: 'page',
  summary: 'Shows what a link in a mail is for, and asks whether to go on',
  tag,
  query: linkQuery,
  responses,
})

export const postActionToken = endpoint({
  method: 'POST',
  path: '/realms/{realm}/login-actions/action-token',
  family: 'page',
  summary: 'Does what a link in a mail is for, once',
  tag,
  query,
  body,
  bodyKind: 'form',
  responses,
})
