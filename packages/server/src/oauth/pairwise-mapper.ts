/** Keycloak's mapper that gives every sector a subject of its own (OpenID Connect Core, section 8.1). */
export const pairwiseMapperKind = 'oidc-sha256-pairwise-sub-mapper'
