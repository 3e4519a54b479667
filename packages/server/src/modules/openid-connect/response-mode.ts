import { page, type Reply, redirect } from '../../spi/reply.ts'

const plainModes = ['query', 'fragment', 'form_post'] as const
/** OAuth 2.0 Multiple Response Types, Form Post Response Mode, and JWT Secured Authorization Response Mode (JARM). */
export const responseModes = [...plainModes, 'query.jwt', 'fragment.jwt', 'form_post.jwt', 'jwt'] as const

export type PlainMode = (typeof plainModes)[number]
/** `jwt` has been read as one of the others. */
export type ResponseMode = Exclude<(typeof responseModes)[number], 'jwt'>

/** Reads `response_mode`; `jwt` is the default of the response type, sealed. Undefined when there is no such mode. */
export function parseResponseMode(text: string, byDefault: 'query' | 'fragment'): ResponseMode | undefined {
  const mode = responseModes.find((one) => one === text)
  return mode === 'jwt' ? `${byDefault}.jwt` : mode
}

/** How an answer travels, and whether it is one JWT. */
export function splitMode(mode: ResponseMode): { readonly plain: PlainMode; readonly isSealed: boolean } {
  const plain = plainModes.find((one) => mode === one || mode === `${one}.jwt`) ?? 'query'
  return { plain, isSealed: plain !== mode }
}

/** Sends the browser back to the application with the parameters of the answer. */
export function answerAuthorization(
  redirectUri: string,
  mode: PlainMode,
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
