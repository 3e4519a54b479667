import { findRoleNamed } from '../../model/role/find-role-named.ts'
import type { User } from '../../model/user/user.ts'
import { reachedRoles } from '../../model/user/user-role.store.ts'
import type { Authenticator, FlowContext } from '../../spi/authenticator.ts'
import { otpFormAuthenticator } from './otp-form-authenticator.ts'

const keys = {
  attribute: 'otpControlAttribute',
  skipRole: 'skipOtpRole',
  forceRole: 'forceOtpRole',
  skipHeader: 'noOtpRequiredForHeaderPattern',
  forceHeader: 'forceOtpForHeaderPattern',
  fallback: 'defaultOtpOutcome',
} as const

type Vote = 'skip' | 'force' | undefined

/** The one-time password, only from those whom the settings do not spare. */
export const conditionalOtpFormAuthenticator: Authenticator = {
  ...otpFormAuthenticator,
  id: 'auth-conditional-otp-form',
  displayName: 'Conditional OTP Form',
  helpText: 'Validates a OTP on a separate OTP form. Only shown if required based on the configured conditions.',
  config: [
    {
      name: keys.attribute,
      label: 'OTP control User Attribute',
      helpText: "Attribute of the user that decides by itself: 'force' or 'skip'.",
      type: 'String',
    },
    {
      name: keys.skipRole,
      label: 'Skip OTP for Role',
      helpText: 'OTP is always skipped if user has the given Role.',
      type: 'Role',
    },
    {
      name: keys.forceRole,
      label: 'Force OTP for Role',
      helpText: 'OTP is always required if user has the given Role.',
      type: 'Role',
    },
    {
      name: keys.skipHeader,
      label: 'Skip OTP for Header',
      helpText:
        "OTP is skipped if a header of the request matches the pattern, for networks that are trusted: 'X-Forwarded-Host: (1.2.3.4|1.2.3.5)'.",
      type: 'String',
      defaultValue: '',
    },
    {
      name: keys.forceHeader,
      label: 'Force OTP for Header',
      helpText: 'OTP required if a HTTP request header matches the given pattern.',
      type: 'String',
      defaultValue: '',
    },
    {
      name: keys.fallback,
      label: 'Fallback OTP handling',
      helpText: 'What to do in case of every check abstains. Defaults to force OTP authentication.',
      type: 'List',
      options: ['skip', 'force'],
    },
  ],
  isConfiguredFor: async (user, context) =>
    (await decide(context, user)) === 'skip' || otpFormAuthenticator.isConfiguredFor(user, context),
  authenticate: async (context) =>
    context.user && (await decide(context, context.user)) === 'skip'
      ? { kind: 'success' }
      : otpFormAuthenticator.authenticate(context),
}

/** The first that has something to say decides, in Keycloak's order. */
async function decide(context: FlowContext, user: User): Promise<Vote> {
  return (
    voteOfAttribute(context, user) ??
    (await voteOfRoles(context, user)) ??
    voteOfHeaders(context) ??
    (context.config[keys.fallback] === 'skip' ? 'skip' : 'force')
  )
}

function voteOfAttribute({ config }: FlowContext, user: User): Vote {
  const name = config[keys.attribute]
  const value = name ? user.attributes[name]?.[0]?.trim() : undefined
  return value === 'skip' || value === 'force' ? value : undefined
}

async function voteOfRoles({ server, realm, config }: FlowContext, user: User): Promise<Vote> {
  const skip = config[keys.skipRole]
  const force = config[keys.forceRole]
  if (!skip && !force) return undefined
  const held = await reachedRoles(server.storage, realm, user)
  const isHeld = async (name: string | undefined) => {
    const role = name ? await findRoleNamed(realm, name) : undefined
    return role !== undefined && held.has(role.id)
  }
  if (await isHeld(skip)) return 'skip'
  return (await isHeld(force)) ? 'force' : undefined
}

function voteOfHeaders({ config, request }: FlowContext): Vote {
  const lines = Object.entries(request.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `${name}: ${one.slice(0, 1000)}`),
  )
  // What demands more comes first: no header may both match and lower the bar.
  if (lines.some(toMatcher(config[keys.forceHeader]))) return 'force'
  return lines.some(toMatcher(config[keys.skipHeader])) ? 'skip' : undefined
}

/** Names of headers are the same in any case (RFC 9110, section 5.1). A broken pattern matches nothing. */
function toMatcher(pattern: string | undefined): (line: string) => boolean {
  if (!pattern) return () => false
  try {
    const regex = new RegExp(`^(?:${pattern})$`, 'is')
    return (line) => regex.test(line)
  } catch {
    return () => false
  }
}
