import type { Difference } from './compare.ts'
import type { Answer } from './describe-exchange.ts'
import type { Value } from './normalise.ts'

/** A difference that is meant to be. */
export interface OnPurpose {
  /** docs/compatibility.md tells it to readers under the same name. */
  readonly id: string
  readonly reason: string
  /** Where it shows: the group, and the place in the answer without its index. */
  readonly group?: RegExp
  readonly path: RegExp
  /** Narrows it to these differences; the answer is the subject's. */
  readonly when?: (difference: Difference, answer: Answer | undefined, expected: Answer | undefined) => boolean
}

/** True when the JSON has the member, and, where a text is given, that it holds the text. */
function hasMember(body: Value | undefined, name: string, text = ''): boolean {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return false
  return JSON.stringify(Object.entries(body).find(([each]) => each === name)?.[1]).includes(text)
}

const isPage = (answer: Answer | undefined): boolean => answer?.headers['content-type'] === 'text/html'

export const onPurpose: readonly OnPurpose[] = [
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
    id: 'logout-without-session',
    reason: 'Who is not signed in is told so at once, and not asked whether to sign out; the form has an id.',
    group: /^logout$/,
    path: /^body\.(forms\.(kc-logout-confirm-form)?|messages\.kc-(page-title|info-message))$/,
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
    id: 'device-pages',
    reason:
      'The page for user codes has one address, whatever the caller accepts; a link with a code shows it to be compared.',
    group: /^device$/,
    path: /^answer$/,
    when: ({ subject }) => /kc-user-verify-device-user-code-form|"status":405/.test(JSON.stringify(subject)),
  },
  {
    id: 'device-scopes',
    reason: 'A scope that its client may not have is refused when the device asks (RFC 8628, section 3.2).',
    group: /^device$/,
    path: /^answer$/,
    when: ({ subject }) => JSON.stringify(subject).includes('"error":"invalid_scope"'),
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
    id: 'prompt-none',
    reason: 'prompt=none beside another value is no valid request (OpenID Connect Core, section 3.1.2.1).',
    group: /^authorization$/,
    path: /^headers\.location\.query\.error$/,
    when: ({ oracle, subject }) => oracle === 'login_required' && subject === 'invalid_request',
  },
  {
    id: 'max-age',
    reason: 'A max_age that is no number is told to the application, which made the mistake.',
    group: /^authorization$/,
    path: /^answer$/,
    when: ({ subject }) => JSON.stringify(subject).includes('Invalid parameter: max_age'),
  },
  {
    id: 'two-states',
    reason: 'Of two values of state nobody knows which is meant: none comes back with the error.',
    group: /^authorization$/,
    path: /^headers\.location\.query\.state$/,
    when: ({ subject }) => subject === undefined,
  },
  {
    id: 'pages-for-browsers',
    reason: 'Who comes to a realm that there is not by a browser gets a page.',
    group: /^authorization$/,
    path: /^answer$/,
    when: ({ oracle, subject }) =>
      /"Realm does not exist"/.test(JSON.stringify(oracle)) && /"text\/html"/.test(JSON.stringify(subject)),
  },
  {
    id: 'direct-pages',
    reason: 'The next page of a sign-in is the answer itself, not one redirect away.',
    group: /^(login|par)$/,
    path: /^answer$/,
    when: ({ oracle, subject }) =>
      /"path":"\{base\}\/realms\/compat\/login-actions\//.test(JSON.stringify(oracle)) &&
      /^\{"status":200,"content-type":"text\/html"/.test(JSON.stringify(subject)),
  },
  {
    id: 'another-user',
    reason: 'Who has to sign in anew may be somebody else: the name is filled in, and not fixed.',
    group: /^login$/,
    path: /^body\.forms\.kc-form-login\.fields\.username$/,
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
    id: 'brokered-logout',
    reason: 'Logout tokens of other providers come with brokering, which is not built yet.',
    group: /^logout$/,
    path: /^(status|body\.(error|error_description))$/,
    when: (_difference, answer, expected) =>
      answer?.status === 404 && /ogout ?[tT]oken/.test(JSON.stringify(expected?.body)),
  },
  {
    id: 'pushed-errors',
    reason: 'What is wrong with a pushed request has the error code of its kind (RFC 9126, section 2.3).',
    group: /^par$/,
    path: /^body\.(error|error_description)$/,
    when: (_difference, _answer, expected) => hasMember(expected?.body, 'error', 'invalid_request'),
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
    id: 'consent-page',
    reason: 'The form that asks for consent has an id, and its code in the address like all forms of a sign-in.',
    group: /^login$/,
    path: /^body\.forms\.(kc-oauth-form)?$/,
    when: ({ oracle, subject }) => /login-actions\/consent/.test(JSON.stringify([oracle, subject])),
  },
  {
    id: 'broken-links',
    reason: 'A link of a mail that is none says so, and what to do.',
    group: /^login$/,
    path: /^body\.messages\.kc-error-message$/,
    when: ({ subject }) => String(subject).startsWith('This link is not valid.'),
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

/** The entry that explains the difference; undefined when nothing does. */
export function explain(
  group: string,
  difference: Difference,
  answers: readonly Answer[],
  expected: readonly Answer[] = [],
): OnPurpose | undefined {
  const [, index, path = difference.path] = /^\[(\d+)\]\.(.*)$/.exec(difference.path) ?? []
  const at = Number(index ?? 0)
  return onPurpose.find(
    (entry) =>
      (entry.group?.test(group) ?? true) &&
      entry.path.test(path) &&
      (entry.when?.(difference, answers[at], expected[at]) ?? true),
  )
}
