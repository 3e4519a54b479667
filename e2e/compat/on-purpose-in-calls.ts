import { hasMember, isPage, type OnPurpose } from './on-purpose-entry.ts'

/** What is meant to differ where programs call, and in what every answer has. */
export const onPurposeInCalls: readonly OnPurpose[] = [
  {
    id: 'page-headers',
    reason: 'Headers that tell a browser how to show a page stand on pages, and on no other answer.',
    path: /^headers\.(content-security-policy|x-frame-options|x-robots-tag|referrer-policy)$/,
    when: ({ subject }, answer) => subject === undefined && !isPage(answer),
  },
  {
    id: 'transport-security',
    reason: 'Strict-Transport-Security is sent over https only, as RFC 6797 asks.',
    path: /^headers\.strict-transport-security$/,
    when: ({ subject }) => subject === undefined,
  },
  {
    id: 'no-store',
    reason: 'What must not be cached says no-store, which includes must-revalidate and max-age=0.',
    path: /^headers\.(cache-control|pragma)$/,
    when: ({ subject, oracle }) =>
      /no-store|no-cache/.test(String(subject)) && (oracle === undefined || /no-store|no-cache/.test(String(oracle))),
  },
  {
    id: 'page-policy',
    reason: 'Pages carry a stricter Content-Security-Policy: scripts by nonce only, nothing from other hosts.',
    path: /^headers\.content-security-policy$/,
    when: ({ subject }) => typeof subject === 'string' && subject.startsWith("default-src 'none'"),
  },
  {
    id: 'longer-messages',
    reason: 'A message that pages show may be followed by a sentence that tells what to do about it.',
    path: /^body\.messages\./,
    when: ({ oracle, subject }) => typeof oracle === 'string' && String(subject).startsWith(`${oracle} `),
  },
  {
    id: 'field-messages',
    reason: 'The error of a field stands in one element, input-error, which says it once.',
    path: /^body\.messages\.(input-error|kc-feedback-text)/,
  },
  {
    id: 'refresh-token-claims',
    reason: 'Refresh tokens are read by the server alone: it leaves out aud_x and prov, and names scopes only.',
    path: /refresh_token\.claims\.(aud_x|prov|scope)$/,
  },
  {
    id: 'see-other',
    reason: 'After a POST browsers are sent on by 303 (RFC 9700, section 4.12), which GET requests answer by 302.',
    path: /^status$/,
    when: ({ oracle, subject }) => oracle === 302 && subject === 303,
  },
  {
    id: 'preflights',
    reason: 'Preflights are answered alike for every address: 204, all methods, the headers that were asked for.',
    path: /^(status|headers\.(access-control-|allow$|x-content-type-options))/,
    when: (_difference, answer) => answer?.status === 204 && 'access-control-max-age' in answer.headers,
  },
  {
    id: 'exposed-headers',
    reason: 'Scripts of allowed origins may read the headers that mean something to them.',
    path: /^headers\.access-control-expose-headers$/,
  },
  {
    id: 'public-resources',
    reason: 'Documents that are the same for everybody are open to every origin, without credentials.',
    group: /^discovery$/,
    path: /^headers\.access-control-allow-(origin|credentials)$/,
  },
  {
    id: 'challenges',
    reason: 'A 401 names the scheme to answer with, a 405 the methods there are, as HTTP asks.',
    path: /^headers\.(www-authenticate|allow)$/,
    when: ({ oracle }) => oracle === undefined,
  },
  {
    id: 'auth-time',
    reason: 'A user who signed in by the password grant has a time of signing in too.',
    path: /\bauth_time$/,
    when: ({ oracle }) => oracle === undefined,
  },
  {
    id: 'subject-of-lightweight-tokens',
    reason: 'Every access token says whose it is (RFC 9068), the lightweight one too.',
    path: /(access_token|refresh_token)\.claims\.sub$/,
    when: ({ oracle }) => oracle === undefined,
  },
  {
    id: 'descriptions',
    reason: 'An error that Keycloak leaves unexplained may have a description.',
    path: /\.error_description$/,
    when: ({ oracle }) => oracle === undefined,
  },
  {
    id: 'media-type',
    reason: 'A body of a type that the address does not take is 415, not a form without parameters.',
    path: /^(status|headers\.(cache-control|pragma)|body\.(error|error_description|messages\.kc-error-message))$/,
    when: (_difference, answer) => answer?.status === 415,
  },
  {
    id: 'rights-in-lists',
    reason: 'Users and groups say everywhere what the caller may do with them, not only when read alone.',
    group: /^admin-/,
    path: /^body\.(.*\.)?access(\.|$)/,
    when: ({ oracle }) => oracle === undefined,
  },
  {
    id: 'fields-in-refusals',
    reason: 'A value that is refused names its field, in the form that user profiles use.',
    group: /^admin-/,
    path: /^body\.(error|error_description|errorMessage|field|params)$/,
    when: (_difference, answer) => hasMember(answer?.body, 'field'),
  },
  {
    id: 'unknown-fields',
    reason: 'Fields that nobody knows are ignored, so that representations of other versions can be sent.',
    group: /^(admin-realm|registration)$/,
    path: /^answer$/,
    when: ({ oracle }) => JSON.stringify(oracle).includes('Unrecognized field'),
  },
  {
    id: 'secret-creation-time',
    reason: 'Every client secret has a time from which it counts, also one that was chosen.',
    path: /client\.secret\.creation\.time$/,
    when: ({ oracle }) => oracle === undefined,
  },
  {
    id: 'own-tokens',
    reason: 'A client may ask about tokens that were given to it, not only about those meant for it; hints only hint.',
    group: /^introspection$/,
    path: /^body\./,
    when: (_difference, answer, expected) =>
      hasMember(expected?.body, 'active', 'false') && hasMember(answer?.body, 'active', 'true'),
  },
  {
    id: 'id-tokens',
    reason: 'An ID token opens nothing: introspection calls it inactive, and there is nothing to revoke.',
    group: /^(introspection|revocation)$/,
    path: /^(body\.|answer$)/,
    when: ({ oracle }, _answer, expected) =>
      hasMember(expected?.body, 'typ', '"ID"') || JSON.stringify(oracle ?? '').includes('unsupported_token_type'),
  },
  {
    id: 'bearer-reasons',
    reason: 'Why a token is worth nothing is told to the log, not to who brought it.',
    path: /^headers\.www-authenticate$/,
    when: ({ oracle, subject }) =>
      /user_session_not_found/.test(String(oracle)) && /invalid_token/.test(String(subject)),
  },
  {
    id: 'errors-before-proof',
    reason: 'Before client or token are proven no origin is known: scripts cannot read the error.',
    path: /^headers\.access-control-allow-(origin|credentials)$/,
    when: ({ subject }, answer) => subject === undefined && answer?.status === 401,
  },
  {
    id: 'client-data',
    reason: 'What Keycloak carries in client_data to survive an expired login is kept in the stored session.',
    path: /\.query\.client_data$/,
    when: ({ subject }) => subject === undefined,
  },
  {
    id: 'form-post-page',
    reason: 'The page that posts an answer to the application has an id and a title; its button has no name.',
    path: /^body\.(forms\.(kc-form-post)?|messages\.kc-page-title)$/,
    when: ({ oracle, subject }) => /"continue"|kc-form-post|Taking you back/.test(JSON.stringify([oracle, subject])),
  },
  {
    id: 'elliptic-key',
    reason: 'A new realm has an ES256 key beside those of Keycloak.',
    path: /ES256|ecdsa-generated/,
    when: ({ oracle }) => oracle === undefined,
  },
  {
    id: 'cookies',
    reason: 'Over http cookies are SameSite=Lax: SameSite=None needs Secure, which plain http cannot have.',
    path: /^headers\.set-cookie/,
  },
  {
    id: 'ciba-hints',
    reason: 'A request that names its user in two ways is refused (CIBA Core, section 7.1).',
    group: /^ciba$/,
    path: /^answer$/,
    when: ({ subject }) => JSON.stringify(subject).includes('Only one user hint is allowed'),
  },
  {
    id: 'ciba-callback',
    reason: 'Who brings no token is told so before anything is said of the body.',
    group: /^ciba$/,
    path: /^(answer|status|body\.error(_description)?|headers\.www-authenticate)$/,
    when: (_difference, answer, expected) => expected?.status === 415 && answer?.status === 401,
  },
  {
    id: 'exchange-actor',
    reason:
      'An actor token is looked at, and named in `act` (RFC 8693, section 4.1); Keycloak takes any and ignores it.',
    group: /^token-exchange$/,
    path: /^answer$/,
    when: ({ subject }) => JSON.stringify(subject).includes('"error_description":"Invalid token"'),
  },
  {
    id: 'exchange-resource',
    reason: 'A resource that the token is not for is refused (RFC 8707, section 2) also in an exchange.',
    group: /^token-exchange$/,
    path: /^answer$/,
    when: ({ subject }) => JSON.stringify(subject).includes('"error":"invalid_target"'),
  },
  {
    id: 'numbers',
    reason: 'A parameter that is no number is named, without what Java says of it.',
    path: /^body\.error_description$/,
    when: ({ oracle }) => typeof oracle === 'string' && oracle.startsWith('For input string'),
  },
  {
    id: 'dpop-errors',
    reason: 'A proof that does not hold is invalid_dpop_proof (RFC 9449, section 5).',
    path: /^body\.error$/,
    when: ({ oracle, subject }) => oracle === 'invalid_request' && subject === 'invalid_dpop_proof',
  },
  {
    id: 'dpop-marks',
    reason: 'What a token is bound to is told by jkt alone (RFC 9449, section 6.1), without a mark of its kind.',
    path: /\bcnf\.kc-jkt-type$/,
    when: ({ subject }) => subject === undefined,
  },
  {
    id: 'authorization-services',
    reason: 'Authorization services (UMA) are not built yet, and not announced.',
    group: /^(discovery|token-exchange)$/,
    path: /^(answer|body\.(grant_types_supported\[\]|error|error_description))$/,
    when: ({ oracle }, _answer, expected) =>
      /uma-ticket|policy_endpoint/.test(JSON.stringify(oracle)) ||
      hasMember(expected?.body, 'error_description', 'issuedFor'),
  },
  {
    id: 'weak-encryption',
    reason: 'RSA1_5 is not offered: its padding tells attackers what it should not (RFC 8725, section 3.2).',
    group: /^discovery$/,
    path: /_encryption_alg_values_supported\[\]$/,
    when: ({ oracle, subject }) => JSON.stringify([oracle, subject]) === '[["RSA1_5"],[]]',
  },
  {
    id: 'keys-to-encrypt-for',
    reason: 'How request objects may be encrypted is announced as far as the realm has keys to open them.',
    group: /^discovery$/,
    path: /^body\.request_object_encryption_alg_values_supported\[\]$/,
    when: ({ subject }) => JSON.stringify(subject) === '[]',
  },
  {
    id: 'mutual-tls',
    reason: 'What needs certificates of clients is announced where they can arrive: by a TLS port or a trusted proxy.',
    group: /^discovery$/,
    path: /^body\.(\w+_endpoint_auth_methods_supported\[\]|tls_client_certificate_bound_access_tokens|mtls_endpoint_aliases)$/,
    when: ({ oracle, subject }) =>
      JSON.stringify([oracle, subject]) === '[["tls_client_auth"],[]]' || subject === false || subject === undefined,
  },
  {
    id: 'signed-introspection',
    reason: 'What introspection is signed by, where the caller asks for that, is announced (RFC 9701, section 7).',
    group: /^discovery$/,
    path: /^body\.introspection_signing_alg_values_supported$/,
    when: ({ oracle }) => oracle === undefined,
  },
  {
    id: 'lightweight-userinfo',
    reason: 'A lightweight token opens userinfo too; in Keycloak only one that says whose it is.',
    group: /^userinfo$/,
    path: /^answer$/,
    when: ({ oracle }) => JSON.stringify(oracle) === '{"status":401,"content-type":null}',
  },
  {
    id: 'nothing-to-revoke',
    reason: 'To revoke what is no token is no error, and the answer has no body (RFC 7009, section 2.2).',
    group: /^revocation$/,
    path: /^answer$/,
    when: ({ oracle, subject }) =>
      /"Invalid token"/.test(JSON.stringify(oracle)) &&
      JSON.stringify(subject) === '{"status":200,"content-type":null}',
  },
  {
    id: 'registered-metadata',
    reason: 'All that is registered is told, always (RFC 7591, section 3.2.1).',
    group: /^registration$/,
    path: /^body\.(logo_uri|policy_uri|tos_uri|client_id_issued_at)$/,
    when: ({ oracle }) => oracle === undefined,
  },
  {
    id: 'logout-flags',
    reason: 'What is said of back-channel logout is what is stored.',
    group: /^registration$/,
    path: /^body\.backchannel_logout_session_required$/,
    when: ({ oracle, subject }) => oracle === false && subject === true,
  },
  {
    id: 'unknown-addresses',
    reason: 'An address that there is not is a plain 404.',
    group: /^registration$/,
    path: /^body\.error$/,
    when: ({ subject }) => subject === 'HTTP 404 Not Found',
  },
  {
    id: 'failures-of-nobody',
    reason: 'Wrong guesses of a user that there is not are 404, as everything else of such a user.',
    group: /^admin-realm$/,
    path: /^answer$/,
    when: ({ oracle, subject }) =>
      JSON.stringify(oracle).includes('"numFailures":0') && JSON.stringify(subject).includes('User not found'),
  },
]
