import { hasMember, type OnPurpose } from './on-purpose-entry.ts'

/** What is meant to differ where people sign in and out: pages, authorization requests, devices, logout. */
export const onPurposeAtSignIn: readonly OnPurpose[] = [
  {
    id: 'logout-without-session',
    reason: 'Who is not signed in is told so at once, and not asked whether to sign out; the form has an id.',
    group: /^logout$/,
    path: /^body\.(forms\.(kc-logout-confirm-form)?|messages\.kc-(page-title|info-message))$/,
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
]
