/**
 * The pages of the sign-in, as data (spi/form.ts). Each module builds its own; this table lists all of them for whoever
 * writes templates. `action` is always complete: session code, execution, client and tab are in its query. Every form
 * posts `application/x-www-form-urlencoded` and answers with the next page or a redirect. Texts are Keycloak's keys.
 *
 * | page id                 | fields (order of the form)                                      | buttons                    | data |
 * | ----------------------- | --------------------------------------------------------------- | -------------------------- | ---- |
 * | login                   | username, password, rememberMe?; hidden credentialId            | login                      | usernameHidden: boolean, username?: string, rememberMe: boolean, social: {alias, label, href}[] |
 * | login-username          | username, rememberMe?                                           | login                      | as login |
 * | login-password          | password; hidden credentialId                                   | login                      | username: string |
 * | login-otp               | selectedCredentialId? (radio, when several), otp                | login                      | username: string |
 * | login-config-totp       | totp, userLabel, logout-sessions                                | saveTOTPBtn, cancel-aia?   | mode: 'qr' or 'manual', secret, secretSpaced, otpauthUri (the QR code is drawn from it), policy: {type, algorithm, digits, period, initialCounter}, applications: key[], qrUrl, manualUrl |
 * | login-reset-otp         | selectedCredentialId (radio)                                    | login                      | username |
 * | login-update-password   | password-new, password-confirm, logout-sessions                 | login, cancel-aia?         | username |
 * | login-update-profile    | one field for each attribute of the user profile                | login, cancel-aia?         | groups: {name, label, description?, fields: name[]}[] |
 * | register                | one field for each attribute of the user profile; password, password-confirm, termsAccepted? | register | groups, as login-update-profile |
 * | terms                   | -                                                               | accept, cancel             | - |
 * | login-oauth-grant       | -                                                               | accept, cancel             | clientId, clientName, logoUri?, policyUri?, tosUri?, scopes: {name, text}[] |
 * | select-authenticator    | -                                                               | -                          | choices: {authenticationExecution, label, help, icon}[]; each is a submit button of that name |
 * | login-page-expired      | -                                                               | -                          | restartUrl, continueUrl |
 * | already-logged-in       | -                                                               | -                          | continueUrl? |
 * | error                   | -                                                               | -                          | - (link `back-to-application` when the client is known) |
 * | info                    | -; hidden key                                                   | proceed?                   | requiredActions?: text[] (link `back-to-application`, `continue`) |
 * | login-reset-password    | username                                                        | -                          | - (link `back-to-login`) |
 * | login-verify-email      | -                                                               | resend                     | - |
 *
 * A problem of a field stands only in `field.error` (its element has Keycloak's id `input-error` on `login`); `messages`
 * holds what belongs to no field. A checkbox is ticked when its `value` is `on`.
 *
 * Links by name: `registration`, `forgot-password`, `restart` ("attempted username" with a way back), `continue`,
 * `back-to-application`, `manual` and `barcode` (login-config-totp). A button called `tryAnotherWay` (value `on`) may be
 * on every page of an authenticator: give it `formnovalidate` or a form of its own with the same action.
 * `data.attemptedUsername` is set on pages that come after the user was named (Keycloak's `auth.attemptedUsername`).
 */
import type { Client } from '../../model/client/client.ts'
import type { ClientScope } from '../../model/client-scope/client-scope.ts'
import type { Form, FormLink, FormText } from '../../spi/form.ts'
import { text } from '../../spi/form.ts'

/** One way to go on that "Try another way" offers. */
export interface AuthenticatorChoice {
  readonly authenticationExecution: string
  readonly label: FormText
  readonly help: FormText
  readonly icon: string
}

export function selectAuthenticatorPage(input: {
  readonly action: string
  readonly restartUrl: string
  readonly choices: readonly AuthenticatorChoice[]
  readonly attemptedUsername?: string
}): Form {
  return {
    id: 'select-authenticator',
    action: input.action,
    fields: [],
    messages: [],
    links: [{ name: 'restart', label: text('restartLoginTooltip'), href: input.restartUrl }],
    data: {
      choices: input.choices,
      ...(input.attemptedUsername === undefined ? {} : { attemptedUsername: input.attemptedUsername }),
    },
  }
}

/** The page posted is not the one in front of the user any more: back button, double submit, another tab. */
export function pageExpiredPage(input: { readonly restartUrl: string; readonly continueUrl: string }): Form {
  return {
    id: 'login-page-expired',
    fields: [],
    messages: [],
    links: [
      { name: 'restart', label: text('pageExpiredMsg1'), href: input.restartUrl },
      { name: 'continue', label: text('pageExpiredMsg2'), href: input.continueUrl },
    ],
    data: { restartUrl: input.restartUrl, continueUrl: input.continueUrl },
  }
}

/** The user has signed in meanwhile, in another tab or by an earlier post. */
export function alreadyLoggedInPage(input: { readonly continueUrl?: string; readonly client?: Client }): Form {
  const links: FormLink[] = []
  if (input.continueUrl !== undefined) {
    links.push({ name: 'continue', label: text('doContinue'), href: input.continueUrl })
  }
  links.push(...applicationLink(input.client))
  return {
    id: 'already-logged-in',
    fields: [],
    messages: [{ kind: 'info', text: text('alreadyLoggedIn') }],
    links,
    data: input.continueUrl === undefined ? {} : { continueUrl: input.continueUrl },
  }
}

/** Nothing more can be done here; says why and, where it is known, the way back to the application. */
export function errorPage(message: FormText, client?: Client, links: readonly FormLink[] = []): Form {
  return {
    id: 'error',
    fields: [],
    messages: [{ kind: 'error', text: message }],
    links: [...links, ...applicationLink(client)],
    data: {},
  }
}

/** Something is done; where it is known, the way on to the application, or to an address that was checked for it. */
export function infoPage(message: FormText, client: Client, redirectUri?: string): Form {
  const links =
    redirectUri === undefined
      ? applicationLink(client)
      : [{ name: 'back-to-application', label: text('backToApplication'), href: redirectUri }]
  return { id: 'info', fields: [], messages: [{ kind: 'success', text: message }], links, data: {} }
}

/** What a link in a mail will do; nothing has happened yet. */
export function confirmActionPage(input: {
  readonly action: string
  readonly key: string
  readonly message: FormText
  readonly requiredActions: readonly FormText[]
}): Form {
  return {
    id: 'info',
    action: input.action,
    hidden: { key: input.key },
    fields: [],
    messages: [{ kind: 'info', text: input.message }],
    links: [],
    buttons: [{ name: 'proceed', value: 'true', label: text('proceedWithAction'), kind: 'primary' }],
    data: { requiredActions: input.requiredActions },
  }
}

/** What the application wants to know or do; the user agrees or not. */
export function consentPage(input: {
  readonly action: string
  readonly client: Client
  readonly scopes: readonly ClientScope[]
  readonly confirmation?: FormText
}): Form {
  const { client, confirmation } = input
  const attribute = (name: string, key: string) => {
    const value = client.settings.attributes[name]
    return value === undefined || !isWebAddress(value) ? {} : { [key]: value }
  }
  const name = client.settings.name || client.clientId
  return {
    id: 'login-oauth-grant',
    action: input.action,
    fields: [],
    messages: confirmation ? [{ kind: 'warning', text: confirmation }] : [],
    links: [],
    buttons: [
      { name: 'accept', value: 'true', label: text('doYes'), kind: 'primary' },
      { name: 'cancel', value: 'true', label: text('doNo'), kind: 'secondary' },
    ],
    data: {
      clientId: client.clientId,
      clientName: toNamedText(name),
      ...attribute('logoUri', 'logoUri'),
      ...attribute('policyUri', 'policyUri'),
      ...attribute('tosUri', 'tosUri'),
      scopes: [
        ...listShownClient(client),
        ...input.scopes.map((scope) => ({
          name: scope.name,
          text: toNamedText(scope.attributes['consent.screen.text'] || scope.name),
        })),
      ],
    },
  }
}

/** What a client has to say of itself, where it says so. */
function listShownClient({ clientId, settings: { attributes } }: Client) {
  const shown = attributes['display.on.consent.screen'] === 'true' ? attributes['consent.screen.text'] : undefined
  return shown ? [{ name: clientId, text: toNamedText(shown) }] : []
}

/** `${key}` names a message, as in Keycloak; anything else is the text itself. */
function toNamedText(name: string): FormText {
  const key = /^\$\{([^}]+)\}$/.exec(name)?.[1]
  return key === undefined ? { key: name, fallback: name } : { key, fallback: key }
}

function applicationLink(client: Client | undefined): FormLink[] {
  const href = client && findApplicationAddress(client)
  return href === undefined ? [] : [{ name: 'back-to-application', label: text('backToApplication'), href }]
}

/** Where the application lives, when its client says so in full. */
function findApplicationAddress(client: Client): string | undefined {
  const { baseUrl, rootUrl } = client.settings
  if (baseUrl && isWebAddress(baseUrl)) return baseUrl
  if (rootUrl && isWebAddress(rootUrl))
    return baseUrl?.startsWith('/') ? `${rootUrl.replace(/\/$/, '')}${baseUrl}` : rootUrl
  return undefined
}

function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address) && URL.canParse(address)
}
