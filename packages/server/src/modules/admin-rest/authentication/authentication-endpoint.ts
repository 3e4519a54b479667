import { configsEndpoints } from './configs-endpoint.ts'
import { executionsEndpoints } from './executions-endpoint.ts'
import { flowsEndpoints } from './flows-endpoint.ts'
import { providersEndpoints } from './providers-endpoint.ts'
import { requiredActionsEndpoints } from './required-actions-endpoint.ts'

/** Everything below `/authentication`. */
export const authenticationEndpoints = [
  ...flowsEndpoints,
  ...executionsEndpoints,
  ...configsEndpoints,
  ...providersEndpoints,
  ...requiredActionsEndpoints,
]
