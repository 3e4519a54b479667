import { OAuthError } from '../kernel/error.ts'
import type { GrantContext } from '../spi/grant.ts'
import type { BindingContext, Confirmation, ProvenHolder } from '../spi/token-binding.ts'

/** What the request proves to hold, by every binding it offers or its client demands; undefined for most requests. */
export async function proveHolder(context: BindingContext): Promise<ProvenHolder | undefined> {
  const { server, client, request } = context
  const wanted = server.registry.tokenBindings.filter(
    (binding) => binding.isOffered(request) || binding.isRequired(client),
  )
  if (wanted.length === 0) return undefined
  const proven = await Promise.all(
    wanted.map(async (binding) => ({ binding, thumbprint: await binding.prove(context) })),
  )
  const toConfirmation = (parts: typeof proven): Confirmation =>
    Object.fromEntries(parts.map(({ binding, thumbprint }) => [binding.member, thumbprint]))
  const refreshParts = proven.filter(({ binding }) => binding.bindsRefreshTokens(client))
  return {
    confirmation: toConfirmation(proven),
    tokenType: proven.some(({ binding }) => binding.tokenType === 'DPoP') ? 'DPoP' : 'Bearer',
    ...(refreshParts.length === 0 ? {} : { refreshConfirmation: toConfirmation(refreshParts) }),
  }
}

/** The key that was proven binds the refresh token alone; the access token is good for whoever has it. */
export function withFreeAccessToken(context: GrantContext): GrantContext {
  if (!context.holder) return context
  const { jkt: _, ...confirmation } = context.holder.confirmation
  return { ...context, holder: { ...context.holder, confirmation, tokenType: 'Bearer' } }
}

/** Members of `cnf` that the request proved something for. */
export function bindingsOf(holder: ProvenHolder | undefined): readonly string[] {
  return holder ? Object.keys(holder.confirmation) : []
}

/** Refuses whoever brings a bound refresh token without holding what it is bound to (RFC 9449, section 5). */
export function requireSameHolder(bound: Confirmation | undefined, holder: ProvenHolder | undefined): void {
  if (!bound) return
  for (const [member, thumbprint] of Object.entries(bound)) {
    if (holder?.confirmation[member] === thumbprint) continue
    throw refuseHolder(member, holder?.confirmation[member] === undefined)
  }
}

/** RFC 9449, section 10: the key that the authorization request announced is the one that is proven. */
export function findKeyProblem(announced: string | undefined, holder: ProvenHolder | undefined): string | undefined {
  if (announced === undefined) return undefined
  const proven = holder?.confirmation['jkt']
  if (proven === undefined) return 'DPoP Proof missing'
  return proven === announced ? undefined : 'DPoP Proof public key thumbprint does not match dpop_jkt'
}

/** Keycloak's words. */
function refuseHolder(member: string, isMissing: boolean): OAuthError {
  if (member === 'jkt') {
    const description = isMissing ? 'DPoP proof is missing' : "DPoP confirmation doesn't match DPoP proof"
    return new OAuthError('invalid_grant', description, { event: 'invalid_token' })
  }
  const description = 'Client certificate missing, or its thumbprint and one in the token did NOT match'
  return new OAuthError('unauthorized_client', description, { status: 401, event: 'not_allowed' })
}
