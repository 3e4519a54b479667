import { page, type Reply, redirect } from '../../spi/reply.ts'

export const responseModes = ['query', 'fragment', 'form_post'] as const
export type ResponseMode = (typeof responseModes)[number]

export function isResponseMode(value: string): value is ResponseMode {
  return responseModes.some((mode) => mode === value)
}

/** Sends the browser back to the application with the parameters of the answer. */
export function answerAuthorization(
  redirectUri: string,
  mode: ResponseMode,
  parameters: Readonly<Record<string, string | undefined>>,
): Reply {
  const entries = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined)
  switch (mode) {
    case 'query':
      return redirect(appendQuery(redirectUri, new URLSearchParams(entries)))
    case 'fragment':
      return redirect(`${redirectUri}#${new URLSearchParams(entries)}`)
    case 'form_post':
      return postAuthorization(redirectUri, Object.fromEntries(entries))
  }
}

/** OAuth 2.0 Form Post Response Mode: a form that sends itself, or that the user sends where no script runs. */
function postAuthorization(redirectUri: string, hidden: Readonly<Record<string, string>>): Reply {
  return page({
    id: 'form-post',
    action: redirectUri,
    hidden,
    fields: [],
    messages: [],
    links: [],
    data: {},
  })
}

/** The registered query stays as it is (RFC 6749, section 3.1.2). */
export function appendQuery(uri: string, parameters: URLSearchParams): string {
  const query = parameters.toString()
  if (query === '') return uri
  const separator = !uri.includes('?') ? '?' : /[?&]$/.test(uri) ? '' : '&'
  return `${uri}${separator}${query}`
}
