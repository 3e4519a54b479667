/** Pages of the portal, under the addresses that links of Keycloak's account console use. */
export const paths = {
  overview: '/',
  personalInfo: '/personal-info',
  signingIn: '/account-security/signing-in',
  deviceActivity: '/account-security/device-activity',
  applications: '/applications',
} as const
