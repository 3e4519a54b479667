import type { Difference } from './compare.ts'
import type { Answer } from './describe-exchange.ts'

/** A difference that is meant to be. */
export interface OnPurpose {
  /** docs/compatibility.md tells it to readers under the same name. */
  readonly id: string
  readonly reason: string
  /** Where it shows: the group, and the place in the answer without its index. */
  readonly group?: RegExp
  readonly path: RegExp
  /** Narrows it to these differences; the answer is the subject's. */
  readonly when?: (difference: Difference, answer: Answer | undefined) => boolean
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
    path: /^headers\.cache-control$/,
    when: ({ subject, oracle }) =>
      subject === 'no-store' && (oracle === undefined || /no-store|no-cache/.test(String(oracle))),
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
]

/** The entry that explains the difference; undefined when nothing does. */
export function explain(group: string, difference: Difference, answers: readonly Answer[]): OnPurpose | undefined {
  const [, index, path = difference.path] = /^\[(\d+)\]\.(.*)$/.exec(difference.path) ?? []
  const answer = answers[Number(index ?? 0)]
  return onPurpose.find(
    (entry) =>
      (entry.group?.test(group) ?? true) && entry.path.test(path) && (entry.when?.(difference, answer) ?? true),
  )
}
