import { json } from '../../spi/reply.ts'

/** What Keycloak answers where a feature is switched off. */
export const featureNotEnabled = json(
  { error: 'Feature not enabled', error_description: 'For more on this error consult the server log.' },
  501,
)
