import type { Authenticator } from '../../spi/authenticator.ts'

/** An authenticator that only decides whether the sub-flow it stands in runs. */
export function condition(
  rest: Pick<Authenticator, 'id' | 'displayName' | 'helpText' | 'config' | 'requiresUser'> & {
    readonly holds: NonNullable<Authenticator['condition']>
  },
): Authenticator {
  const { holds, ...words } = rest
  return {
    ...words,
    requirements: ['REQUIRED', 'DISABLED'],
    condition: holds,
    isConfiguredFor: async () => true,
    authenticate: async () => ({ kind: 'attempted' }),
    action: async () => ({ kind: 'attempted' }),
  }
}
