import type { RegistrationPolicy } from '../../../spi/registration-policy.ts'

/** Scripts of which origins may register clients. */
export const webOriginsPolicy: RegistrationPolicy = {
  id: 'registration-web-origins',
  helpText: 'Allowed web origins for client registration requests',
  properties: () => [
    {
      name: 'web-origins',
      label: 'registration-web-origins.label',
      helpText: 'registration-web-origins.tooltip',
      type: 'MultivaluedString',
    },
  ],
  origins: (config) => config['web-origins'] ?? [],
}
