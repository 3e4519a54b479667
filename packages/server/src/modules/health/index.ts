/**
 * Health for orchestrators and people, on the same port as everything else (Keycloak's paths).
 *
 *   /health/live     the process answers
 *   /health/ready    ... and the database takes writes
 *   /health/started  ... and the start has finished
 *   /health          all of it
 */
import { defineModule } from '../../spi/module.ts'
import { healthEndpoints } from './health-endpoint.ts'

export const healthModule = defineModule({ id: 'health', endpoints: healthEndpoints })
