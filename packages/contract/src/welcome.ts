import * as z from 'zod'
import { anyContent, endpoint } from './endpoint.ts'

const welcome = { family: 'page', tag: 'First administrator' } as const

export const showWelcome = endpoint({
  ...welcome,
  method: 'GET',
  path: '/',
  summary: 'The admin console, or the page that makes the first administrator',
  responses: { 200: anyContent, 302: anyContent },
})

export const openWelcomeLink = endpoint({
  ...welcome,
  method: 'GET',
  path: '/welcome',
  summary: 'The page that makes the first administrator, by the one-time link of the terminal',
  query: { token: z.string().max(200).optional() },
  responses: { 200: anyContent, 302: anyContent },
})

export const createFirstAdministrator = endpoint({
  ...welcome,
  method: 'POST',
  path: '/welcome',
  summary: 'Make the first administrator',
  bodyKind: 'form',
  body: z.object({
    username: z.string().max(255).default(''),
    password: z.string().max(4096).default(''),
    passwordConfirmation: z.string().max(4096).default(''),
    token: z.string().max(200).default(''),
    stateChecker: z.string().max(200).default(''),
  }),
  responses: { 200: anyContent, 303: anyContent, 400: anyContent },
})
