/** The Keycloak release whose behaviour clients may expect: they choose their own by it. */
export const compatibleVersion = '26.7.0'
