import type { Ids } from '../../kernel/ids.ts'
import type { AuthenticatorConfig, Execution, Flow, Requirement } from '../flow/flow.ts'

interface FlowPreset {
  readonly alias: string
  readonly description?: string
  readonly providerId?: Flow['providerId']
  readonly steps: readonly StepPreset[]
}

interface StepPreset {
  readonly priority: number
  readonly requirement: Requirement
  readonly authenticator?: string
  readonly flow?: FlowPreset
  readonly config?: Pick<AuthenticatorConfig, 'alias' | 'config'>
}

const letters = { R: 'REQUIRED', A: 'ALTERNATIVE', C: 'CONDITIONAL', D: 'DISABLED' } as const

function step(
  priority: number,
  letter: keyof typeof letters,
  authenticator: string,
  config?: StepPreset['config'],
): StepPreset {
  return { priority, requirement: letters[letter], authenticator, ...(config && { config }) }
}

function subFlow(priority: number, letter: keyof typeof letters, flow: FlowPreset, authenticator?: string): StepPreset {
  return { priority, requirement: letters[letter], flow, ...(authenticator !== undefined && { authenticator }) }
}

function secondFactor(alias: string, configAlias: string): FlowPreset {
  return {
    alias,
    description: 'Flow to determine if any 2FA is required for the authentication',
    steps: [
      step(10, 'R', 'conditional-user-configured'),
      // Who signed in by a passkey has shown two factors already.
      step(20, 'R', 'conditional-credential', { alias: configAlias, config: { credentials: 'webauthn-passwordless' } }),
      step(30, 'A', 'auth-otp-form'),
      step(40, 'D', 'webauthn-authenticator'),
      step(50, 'D', 'auth-recovery-authn-code-form'),
    ],
  }
}

/** The flows of Keycloak 26.4 and later: aliases, priorities, requirements and configurations as there. */
const presets: readonly FlowPreset[] = [
  {
    alias: 'browser',
    description: 'Browser based authentication',
    steps: [
      step(10, 'A', 'auth-cookie'),
      step(20, 'D', 'auth-spnego'),
      step(25, 'A', 'identity-provider-redirector'),
      subFlow(26, 'A', {
        alias: 'Organization',
        steps: [
          subFlow(10, 'C', {
            alias: 'Browser - Conditional Organization',
            description: 'Flow to determine if the organization identity-first login is to be used',
            steps: [step(10, 'R', 'conditional-user-configured'), step(20, 'A', 'organization')],
          }),
        ],
      }),
      subFlow(30, 'A', {
        alias: 'forms',
        description: 'Username, password, otp and other auth forms.',
        steps: [
          step(10, 'R', 'auth-username-password-form'),
          subFlow(20, 'C', secondFactor('Browser - Conditional 2FA', 'browser-conditional-credential')),
        ],
      }),
    ],
  },
  {
    alias: 'direct grant',
    description: 'OpenID Connect Resource Owner Grant',
    steps: [
      step(10, 'R', 'direct-grant-validate-username'),
      step(20, 'R', 'direct-grant-validate-password'),
      subFlow(30, 'C', {
        alias: 'Direct Grant - Conditional OTP',
        description: 'Flow to determine if the OTP is required for the authentication',
        steps: [step(10, 'R', 'conditional-user-configured'), step(20, 'R', 'direct-grant-validate-otp')],
      }),
    ],
  },
  {
    alias: 'registration',
    description: 'Registration flow',
    steps: [
      subFlow(
        10,
        'R',
        {
          alias: 'registration form',
          description: 'Registration form',
          providerId: 'form-flow',
          steps: [
            step(20, 'R', 'registration-user-creation'),
            step(50, 'R', 'registration-password-action'),
            step(60, 'D', 'registration-recaptcha-action'),
            step(70, 'D', 'registration-terms-and-conditions'),
          ],
        },
        'registration-page-form',
      ),
    ],
  },
  {
    alias: 'reset credentials',
    description: 'Reset credentials for a user if they forgot their password or something',
    steps: [
      step(10, 'R', 'reset-credentials-choose-user'),
      step(20, 'R', 'reset-credential-email'),
      step(30, 'R', 'reset-password'),
      subFlow(40, 'C', {
        alias: 'Reset - Conditional OTP',
        description: 'Flow to determine if the OTP should be reset or not. Set to REQUIRED to force.',
        steps: [step(10, 'R', 'conditional-user-configured'), step(20, 'R', 'reset-otp')],
      }),
    ],
  },
  {
    alias: 'clients',
    description: 'Base authentication for clients',
    providerId: 'client-flow',
    steps: [
      step(10, 'A', 'client-secret'),
      step(20, 'A', 'client-jwt'),
      step(30, 'A', 'client-secret-jwt'),
      step(40, 'A', 'client-x509'),
      step(50, 'A', 'federated-jwt'),
    ],
  },
  {
    alias: 'first broker login',
    description:
      'Actions taken after first broker login with identity provider account, which is not yet linked to any Keycloak account',
    steps: [
      step(10, 'R', 'idp-review-profile', {
        alias: 'review profile config',
        config: { 'update.profile.on.first.login': 'missing' },
      }),
      subFlow(20, 'R', {
        alias: 'User creation or linking',
        description: 'Flow for the existing/non-existing user alternatives',
        steps: [
          step(10, 'A', 'idp-create-user-if-unique', {
            alias: 'create unique user config',
            config: { 'require.password.update.after.registration': 'false' },
          }),
          subFlow(20, 'A', {
            alias: 'Handle Existing Account',
            description:
              'Handle what to do if there is existing account with same email/username like authenticated identity provider',
            steps: [
              step(10, 'R', 'idp-confirm-link'),
              subFlow(20, 'R', {
                alias: 'Account verification options',
                description: 'Method with which to verify the existing account',
                steps: [
                  step(10, 'A', 'idp-email-verification'),
                  subFlow(20, 'A', {
                    alias: 'Verify Existing Account by Re-authentication',
                    description: 'Reauthentication of existing account',
                    steps: [
                      step(10, 'R', 'idp-username-password-form'),
                      subFlow(
                        20,
                        'C',
                        secondFactor(
                          'First broker login - Conditional 2FA',
                          'first-broker-login-conditional-credential',
                        ),
                      ),
                    ],
                  }),
                ],
              }),
            ],
          }),
        ],
      }),
      subFlow(60, 'C', {
        alias: 'First Broker Login - Conditional Organization',
        description: 'Flow to determine if the authenticator that adds organization members is to be used',
        steps: [step(10, 'R', 'conditional-user-configured'), step(20, 'R', 'idp-add-organization-member')],
      }),
    ],
  },
  {
    alias: 'docker auth',
    description: 'Used by Docker clients to authenticate against the IDP',
    steps: [step(10, 'R', 'docker-http-basic-authenticator')],
  },
]

export interface DefaultFlows {
  readonly flows: readonly Flow[]
  readonly executions: readonly Execution[]
  readonly configs: readonly AuthenticatorConfig[]
}

/** All flows of a new realm with their executions and configurations. */
export function makeDefaultFlows(realmId: string, ids: Ids): DefaultFlows {
  const flows: Flow[] = []
  const executions: Execution[] = []
  const configs: AuthenticatorConfig[] = []
  const add = (preset: FlowPreset, topLevel: boolean): string => {
    const id = ids.ordered()
    const { alias, description, providerId = 'basic-flow' } = preset
    flows.push({
      id,
      realmId,
      alias,
      ...(description !== undefined && { description }),
      providerId,
      topLevel,
      builtIn: true,
    })
    for (const { priority, requirement, authenticator, flow, config } of preset.steps) {
      const made = config && { id: ids.ordered(), realmId, ...config }
      if (made) configs.push(made)
      const subFlowId = flow && add(flow, false)
      executions.push({
        id: ids.ordered(),
        realmId,
        flowId: id,
        requirement,
        priority,
        ...(authenticator !== undefined && { authenticator }),
        ...(subFlowId !== undefined && { subFlowId }),
        ...(made && { configId: made.id }),
      })
    }
    return id
  }
  for (const preset of presets) add(preset, true)
  return { flows, executions, configs }
}
