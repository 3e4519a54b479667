import { createFirstAdministrator, openWelcomeLink, showWelcome } from '@ztrust/contract/welcome'
import { isSameSecret } from '../../kernel/random.ts'
import { hasDeceptiveCharacters } from '../../kernel/text.ts'
import { type ImplementedEndpoint, implement } from '../../spi/endpoint-handler.ts'
import { type FormMessage, text } from '../../spi/form.ts'
import { page, type Reply, redirect } from '../../spi/reply.ts'
import type { EndpointContext, RequestFacts } from '../../spi/request.ts'
import { createAdministrator, hasAdministrator } from './create-administrator.ts'
import { isWelcomeToken, revokeWelcomeToken } from './welcome-token.ts'

/** Binds the form to the browser it was shown in. Keycloak's name. */
const stateCookie = 'WELCOME_STATE_CHECKER'
const shortestPassword = 8

export const welcomeEndpoints: readonly ImplementedEndpoint[] = [
  implement(showWelcome, async (_request, context) => {
    if (await hasAdministrator(context.server)) return toConsole(context)
    return isLocal(context.request) ? welcomePage(context, '') : refusal()
  }),
  implement(openWelcomeLink, async ({ query }, context) => {
    if (await hasAdministrator(context.server)) return toConsole(context)
    const token = query.token ?? ''
    return mayCreate(context, token) ? welcomePage(context, token) : refusal()
  }),
  implement(createFirstAdministrator, async ({ body }, context) => {
    if (await hasAdministrator(context.server)) return toConsole(context)
    if (!mayCreate(context, body.token)) return refusal()
    const expected = context.request.cookies[stateCookie]
    if (!expected || !isSameSecret(expected, body.stateChecker))
      return welcomePage(context, body.token, body.username, text('expiredCodeMessage'))
    const problem = findProblem(body)
    if (problem) return welcomePage(context, body.token, body.username, problem)
    await createAdministrator(context.server, body.username.trim(), body.password)
    revokeWelcomeToken(context.server)
    return toConsole(context)
  }),
]

function toConsole({ server }: EndpointContext): Reply {
  return redirect(`${server.urls.base}/admin/master/console/`, [{ name: stateCookie, value: undefined, path: '/' }])
}

function mayCreate(context: EndpointContext, token: string): boolean {
  return token === '' ? isLocal(context.request) : isWelcomeToken(context.server, token)
}

/** A browser on this machine. The Host header guards against pages elsewhere that rebind their name to loopback. */
function isLocal({ ip, headers }: RequestFacts): boolean {
  const isLoopback = ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1'
  const host = typeof headers['host'] === 'string' ? headers['host'].replace(/:\d+$/, '') : ''
  const isForwarded = headers['forwarded'] !== undefined || headers['x-forwarded-for'] !== undefined
  return isLoopback && !isForwarded && ['localhost', '127.0.0.1', '[::1]'].includes(host)
}

function findProblem(body: {
  readonly username: string
  readonly password: string
  readonly passwordConfirmation: string
}) {
  const username = body.username.trim()
  if (username === '') return text('missingUsernameMessage')
  if (hasDeceptiveCharacters(username)) return text('invalidUsernameMessage')
  if (body.password.length < shortestPassword) return text('invalidPasswordMinLengthMessage', shortestPassword)
  if (body.password !== body.passwordConfirmation) return text('invalidPasswordConfirmMessage')
  return undefined
}

function refusal(): Reply {
  const messages: FormMessage[] = [{ kind: 'info', text: text('welcomeOnlyLocalMessage') }]
  return page({ id: 'info', fields: [], links: [], messages, data: {} }, 403)
}

function welcomePage(context: EndpointContext, token: string, username = '', problem?: ReturnType<typeof text>): Reply {
  const stateChecker = context.server.random.token()
  return page(
    {
      id: 'welcome',
      action: `${context.server.urls.base}/welcome`,
      hidden: { token, stateChecker },
      fields: [
        {
          name: 'username',
          label: text('username'),
          kind: 'text',
          value: username,
          required: true,
          autocomplete: 'username',
          autofocus: true,
        },
        { name: 'password', label: text('password'), kind: 'password', required: true, autocomplete: 'new-password' },
        {
          name: 'passwordConfirmation',
          label: text('passwordConfirm'),
          kind: 'password',
          required: true,
          autocomplete: 'new-password',
        },
      ],
      messages: problem ? [{ kind: 'error', text: problem }] : [],
      links: [],
      data: {},
    },
    problem ? 400 : 200,
    [{ name: stateCookie, value: stateChecker, path: '/', sameSite: 'strict' }],
  )
}
