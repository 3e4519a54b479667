import type { ProtocolMapperType } from '../../spi/protocol-mapper.ts'
import type { TokenSource } from '../../spi/token-issue.ts'
import { writeClaim } from './claim.ts'
import {
  claimName,
  claimType,
  inAllTokens,
  inTokenResponse,
  priorities,
  textProperty,
  tokenMapperCategory,
} from './mapper-config.ts'

export const sessionNoteMapper: ProtocolMapperType = {
  id: 'oidc-usersessionmodel-note-mapper',
  protocol: 'openid-connect',
  displayName: 'User Session Note',
  category: tokenMapperCategory,
  helpText: 'Map a custom user session note to a token claim.',
  priority: priorities.claim,
  config: [
    { ...textProperty('user.session.note', 'userSession.modelNote'), required: true },
    claimName,
    claimType,
    ...inAllTokens,
    inTokenResponse,
  ],
  apply(claims, { config }, source) {
    const value = readNote(source, config['user.session.note'] ?? '')
    if (value !== undefined) writeClaim(claims, config, [value])
  },
}

function readNote({ userSession }: TokenSource, name: string): string | undefined {
  // Keycloak keeps this moment as a note; here it is a column of the session.
  if (name === 'AUTH_TIME') {
    return userSession.authenticatedAt > 0 ? String(Math.floor(userSession.authenticatedAt / 1000)) : undefined
  }
  return Object.hasOwn(userSession.notes, name) ? userSession.notes[name] : undefined
}
