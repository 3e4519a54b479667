import { InvalidInput } from '../../../kernel/error.ts'
import { secretExpirationAttribute } from '../../../model/client/client-secret.ts'
import { limitClientSecret } from '../../../model/client/limit-client-secret.ts'
import { type PolicyConfiguration, readText } from '../../../model/client-policy/client-policy.ts'
import type {
  ClientPolicyContext,
  ClientPolicyEffects,
  ClientPolicyExecutor,
  SecretPeriods,
} from '../../../spi/client-policy.ts'
import { transact } from '../../../storage/transact.ts'
import { onEach, tokenRequests } from '../amend-client.ts'

const day = 24 * 60 * 60

export const secretRotationExecutor: ClientPolicyExecutor = {
  id: 'secret-rotation',
  helpText:
    'The executor verifies that secret rotation is enabled for the client. If rotation is enabled, it provides validation of secrets and performs rotation if necessary.',
  properties: [
    {
      name: 'expiration-period',
      label: 'Secret expiration',
      helpText: 'When the secret is rotated. The time frequency for generating a new secret. (In seconds)',
      type: 'String',
      defaultValue: 29 * day,
    },
    {
      name: 'rotated-expiration-period',
      label: 'Rotated Secret expiration',
      helpText:
        'When secret is rotated, this is the remaining expiration time for the old secret. This value should be always smaller than Secret expiration. When this is set to 0, the old secret will be immediately removed during client rotation (In seconds)',
      type: 'String',
      defaultValue: 2 * day,
    },
    {
      name: 'remaining-rotation-period',
      label: 'Remain Expiration Time',
      helpText:
        'During dynamic client registration client-update request, the client secret will be automatically rotated if the remaining expiration time of the current secret is smaller than the value specified by this option. This configuration option is relevant only for dynamic client update requests (In seconds)',
      type: 'String',
      defaultValue: 10 * day,
    },
  ],
  prepare(configuration) {
    const periods = readPeriods(configuration)
    const promise = (context: ClientPolicyContext): ClientPolicyEffects | undefined =>
      keepsSecret(context) ? { secretPeriods: periods } : undefined
    return {
      ...onEach(['REGISTER', 'UPDATE', 'UPDATED'], promise),
      // Clients that were there before the policy.
      ...onEach(['AUTHORIZATION_REQUEST', ...tokenRequests], async (context) => {
        const client = context.client?.client
        if (!client?.hasSecret || !keepsSecret(context)) return undefined
        if (secretExpirationAttribute in client.settings.attributes) return undefined
        await transact(context.server.storage, (tx) => limitClientSecret(tx, client, periods.lifetimeSeconds))
        return undefined
      }),
    }
  },
}

function keepsSecret({ draft, client }: ClientPolicyContext): boolean {
  const settings = draft?.settings ?? client?.client.settings
  return settings !== undefined && !settings.publicClient && !settings.bearerOnly
}

/** No period is longer than the life of a secret. Throws InvalidInput. */
function readPeriods(configuration: PolicyConfiguration): SecretPeriods {
  const lifetimeSeconds = readSeconds(configuration, 'expiration-period', 29 * day)
  if (lifetimeSeconds === 0) throw new InvalidInput('expiration-period', 'error-invalid-value')
  return {
    lifetimeSeconds,
    rotatedLifetimeSeconds: readSeconds(configuration, 'rotated-expiration-period', 2 * day, lifetimeSeconds),
    renewalSeconds: readSeconds(configuration, 'remaining-rotation-period', 10 * day, lifetimeSeconds),
  }
}

function readSeconds(
  configuration: PolicyConfiguration,
  name: string,
  otherwise: number,
  most = Number.MAX_SAFE_INTEGER / 2000,
): number {
  const text = readText(configuration, name) ?? String(otherwise)
  const seconds = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
  if (seconds <= most) return seconds
  throw new InvalidInput(name, 'error-invalid-value')
}
