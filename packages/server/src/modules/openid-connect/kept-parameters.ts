/** Parameters that the end of the sign-in, an authenticator or a mapper may ask for. */
const keptParameters = [
  'response_type',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'dpop_jkt',
  'resource',
  'prompt',
  'max_age',
  'login_hint',
  'acr_values',
  'ui_locales',
  'kc_locale',
  'kc_action',
  'kc_idp_hint',
  'claims',
  'display',
] as const

/** What a request is addressed by or proven with; the end of a sign-in has no use for it. */
const droppedParameters = ['client_id', 'redirect_uri', 'response_mode', 'client_secret', 'request', 'request_uri']

/** Keycloak's limits for parameters that nobody knows: five, of at most 2000 characters. */
const unknownParameters = { prefix: 'client_request_param_', count: 5, length: 2000 } as const

/** The parameters of a request as notes of its authentication session; unknown ones under a prefix, few and short. */
export function keepParameters(parameters: Readonly<Record<string, string>>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of keptParameters) {
    const value = parameters[name]
    if (value !== undefined) kept[name] = value
  }
  const handled = new Set<string>([...keptParameters, ...droppedParameters])
  Object.entries(parameters)
    .filter(([name, value]) => !handled.has(name) && name.length + value.length <= unknownParameters.length)
    .slice(0, unknownParameters.count)
    .forEach(([name, value]) => {
      kept[unknownParameters.prefix + name] = value
    })
  return kept
}
