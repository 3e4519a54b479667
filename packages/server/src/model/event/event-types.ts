/** Keycloak's event types that are saved unless a realm says which. Each also exists with `_ERROR`. */
const savedByDefault = [
  'LOGIN',
  'REGISTER',
  'LOGOUT',
  'CODE_TO_TOKEN',
  'CLIENT_LOGIN',
  'FEDERATED_IDENTITY_LINK',
  'REMOVE_FEDERATED_IDENTITY',
  'UPDATE_EMAIL',
  'UPDATE_PROFILE',
  'UPDATE_PASSWORD',
  'UPDATE_TOTP',
  'REMOVE_TOTP',
  'UPDATE_CREDENTIAL',
  'REMOVE_CREDENTIAL',
  'VERIFY_EMAIL',
  'VERIFY_PROFILE',
  'GRANT_CONSENT',
  'UPDATE_CONSENT',
  'REVOKE_GRANT',
  'SEND_VERIFY_EMAIL',
  'SEND_RESET_PASSWORD',
  'SEND_IDENTITY_PROVIDER_LINK',
  'RESET_PASSWORD',
  'RESTART_AUTHENTICATION',
  'IDENTITY_PROVIDER_LINK_ACCOUNT',
  'IDENTITY_PROVIDER_FIRST_LOGIN',
  'IDENTITY_PROVIDER_POST_LOGIN',
  'IMPERSONATE',
  'CUSTOM_REQUIRED_ACTION',
  'EXECUTE_ACTIONS',
  'EXECUTE_ACTION_TOKEN',
  'CLIENT_REGISTER',
  'CLIENT_UPDATE',
  'CLIENT_DELETE',
  'CLIENT_INITIATED_ACCOUNT_LINKING',
  'TOKEN_EXCHANGE',
  'JWT_AUTHORIZATION_GRANT',
  'OAUTH2_DEVICE_AUTH',
  'OAUTH2_DEVICE_VERIFY_USER_CODE',
  'OAUTH2_DEVICE_CODE_TO_TOKEN',
  'AUTHREQID_TO_TOKEN',
  'PERMISSION_TOKEN',
  'DELETE_ACCOUNT',
  'USER_DISABLED_BY_PERMANENT_LOCKOUT',
  'USER_DISABLED_BY_TEMPORARY_LOCKOUT',
  'OAUTH2_EXTENSION_GRANT',
  'FEDERATED_IDENTITY_OVERRIDE_LINK',
  'INVITE_ORG',
]

/** Types that Keycloak saves only where a realm names them: they come with every request. */
const savedOnRequest = [
  'REFRESH_TOKEN',
  'VALIDATE_ACCESS_TOKEN',
  'INTROSPECT_TOKEN',
  'INVALID_SIGNATURE',
  'REGISTER_NODE',
  'UNREGISTER_NODE',
  'USER_INFO_REQUEST',
  'IDENTITY_PROVIDER_LOGIN',
  'IDENTITY_PROVIDER_RESPONSE',
  'IDENTITY_PROVIDER_RETRIEVE_TOKEN',
  'CLIENT_INFO',
  'PUSHED_AUTHORIZATION_REQUEST',
  'USER_SESSION_DELETED',
]

const withErrors = (types: readonly string[]) => types.flatMap((type) => [type, `${type}_ERROR`])

/** All event types, for the realm's event settings. */
export const eventTypes: readonly string[] = withErrors([...savedByDefault, ...savedOnRequest])

/** What a realm saves that names no types. */
export const defaultEventTypes: ReadonlySet<string> = new Set(withErrors(savedByDefault))
