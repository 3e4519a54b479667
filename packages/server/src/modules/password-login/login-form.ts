import type { FlowContext } from '../../spi/authenticator.ts'
import type { Form, FormField, FormLink, FormMessage, FormText } from '../../spi/form.ts'
import { text } from '../../spi/form.ts'
import { readRememberedUsername } from './remembered-username.ts'

export interface LoginFormInput {
  /** What the user typed before; never the password. */
  readonly username?: string
  readonly rememberMe?: boolean
  readonly error?: FormText
  /** The field the error stands at; both of `login` share one, so that nobody learns which was wrong. */
  readonly errorField?: 'username' | 'password'
}

/** Page `login`: name and password at once. The name is not asked again from a user who is known already. */
export function loginForm(context: FlowContext, input: LoginFormInput = {}): Form {
  const usernameHidden = context.user !== undefined
  const username = context.user?.username ?? input.username ?? suggestUsername(context)
  const fields: FormField[] = []
  if (!usernameHidden) fields.push(usernameField(context, username, input))
  fields.push(passwordField(usernameHidden || username !== '', usernameHidden ? input.error : undefined))
  if (context.realm.realm.settings.rememberMe && !usernameHidden) fields.push(rememberMeField(context, input))
  return {
    id: 'login',
    action: context.actionUrl,
    hidden: { credentialId: '' },
    fields,
    messages: input.error ? [] : forwardedMessages(context),
    links: loginLinks(context),
    buttons: [submitButton],
    data: { usernameHidden, username, ...loginData(context) },
  }
}

/** Page `login-username`: only the name; how to prove it comes next. */
export function usernameForm(context: FlowContext, input: LoginFormInput = {}): Form {
  const username = input.username ?? suggestUsername(context)
  const fields = [usernameField(context, username, input)]
  if (context.realm.realm.settings.rememberMe) fields.push(rememberMeField(context, input))
  return {
    id: 'login-username',
    action: context.actionUrl,
    fields,
    messages: input.error ? [] : forwardedMessages(context),
    links: loginLinks(context),
    buttons: [submitButton],
    data: { usernameHidden: false, username, ...loginData(context) },
  }
}

/** Page `login-password`: the password of a user who is known. */
export function passwordForm(context: FlowContext, error?: FormText): Form {
  return {
    id: 'login-password',
    action: context.actionUrl,
    hidden: { credentialId: '' },
    fields: [passwordField(true, error)],
    messages: error ? [] : forwardedMessages(context),
    links: [...findLink(context, 'forgot-password'), restartLink(context)],
    buttons: [submitButton],
    data: { username: context.user?.username ?? '' },
  }
}

const submitButton = { name: 'login', value: 'true', label: text('doLogIn'), kind: 'primary' } as const

function usernameField(context: FlowContext, username: string, { error }: LoginFormInput): FormField {
  const { loginWithEmailAllowed, registrationEmailAsUsername, duplicateEmailsAllowed } = context.realm.realm.settings
  const label =
    !loginWithEmailAllowed || duplicateEmailsAllowed
      ? 'username'
      : registrationEmailAsUsername
        ? 'email'
        : 'usernameOrEmail'
  return {
    name: 'username',
    kind: 'text',
    label: text(label),
    value: username,
    required: true,
    autocomplete: 'username',
    autofocus: username === '',
    attributes: { autocapitalize: 'none', spellcheck: 'false' },
    ...(error ? { error } : {}),
  }
}

function passwordField(autofocus: boolean, error: FormText | undefined): FormField {
  return {
    name: 'password',
    kind: 'password',
    label: text('password'),
    required: true,
    autocomplete: 'current-password',
    autofocus,
    ...(error ? { error } : {}),
  }
}

function rememberMeField(context: FlowContext, input: LoginFormInput): FormField {
  const checked = input.rememberMe ?? readRememberedUsername(context.request) !== undefined
  return { name: 'rememberMe', kind: 'checkbox', label: text('rememberMe'), value: checked ? 'on' : '' }
}

function suggestUsername(context: FlowContext): string {
  const { settings } = context.realm.realm
  const remembered = settings.rememberMe ? readRememberedUsername(context.request) : undefined
  const { clientNotes, authNotes } = context.session.state
  return clientNotes['login_hint'] ?? authNotes['reauthenticated-username'] ?? remembered ?? ''
}

/** The cookie authenticator explains why the user is asked again. */
function forwardedMessages(context: FlowContext): FormMessage[] {
  const forwarded = context.session.state.authNotes['forwarded-message']
  return forwarded === undefined ? [] : [{ kind: 'info', text: text(forwarded) }]
}

function loginData(context: FlowContext) {
  return { rememberMe: context.realm.realm.settings.rememberMe, social: [] }
}

function loginLinks(context: FlowContext): FormLink[] {
  return [...findLink(context, 'forgot-password'), ...findLink(context, 'registration')]
}

const offers = {
  registration: { path: '/registration', label: 'doRegister', setting: 'registrationAllowed' },
  'forgot-password': { path: '/reset-credentials', label: 'doForgotPassword', setting: 'resetPasswordAllowed' },
} as const

/** Only what the realm allows and this server can do is offered. */
function findLink(context: FlowContext, name: keyof typeof offers): FormLink[] {
  const { path, label, setting } = offers[name]
  const { server, realm, client, session } = context
  if (!realm.realm.settings[setting]) return []
  const isServed = server.registry.endpoints.some(({ declaration }) =>
    declaration.path.endsWith(`/login-actions${path}`),
  )
  if (!isServed) return []
  const query = new URLSearchParams({ client_id: client.client.clientId, tab_id: session.tabId })
  return [{ name, label: text(label), href: `${server.urls.realm(realm.realm.name)}/login-actions${path}?${query}` }]
}

function restartLink(context: FlowContext): FormLink {
  return { name: 'restart', label: text('restartLoginTooltip'), href: context.restartUrl }
}
