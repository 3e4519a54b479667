import * as z from 'zod'
import type { ServerContext } from '../../spi/server-context.ts'
import type { MailAuthentication } from './mail-server.ts'

const TokenAnswer = z.object({ access_token: z.string().min(1) })

/** The access token that opens a mail server by XOAUTH2: the client credentials grant (RFC 6749, section 4.4). */
export async function fetchMailToken(
  server: Pick<ServerContext, 'outbound'>,
  { tokenUrl, scope, clientId, clientSecret }: Extract<MailAuthentication, { readonly kind: 'token' }>,
): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId })
  form.set('client_secret', clientSecret)
  if (scope !== '') form.set('scope', scope)
  const { status, body } = await server.outbound.fetch({
    url: tokenUrl,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
    maxBytes: 64 * 1024,
  })
  const answer = status === 200 ? TokenAnswer.safeParse(parseJson(body)) : undefined
  if (!answer?.success) throw new Error(`The token endpoint of the mail server answered with ${status} and no token`)
  return answer.data.access_token
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
