import type { AccountCredentialContainer } from '@ztrust/contract/account'
import type * as z from 'zod'
import type { Credential, CredentialType } from '../../model/credential/credential.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'

type Container = z.input<typeof AccountCredentialContainer>

interface Kind extends Pick<Container, 'category' | 'displayName' | 'helptext' | 'iconCssClass' | 'removeable'> {
  readonly type: CredentialType
  /** The required action that sets it up, and changes it where there is but one. */
  readonly action: string
  readonly isSingle: boolean
}

/** Kinds of credentials, named and described by Keycloak's message keys. */
const kinds: readonly Kind[] = [
  {
    type: 'password',
    category: 'basic-authentication',
    displayName: 'password-display-name',
    helptext: 'password-help-text',
    iconCssClass: 'kcAuthenticatorPasswordClass',
    removeable: false,
    action: 'UPDATE_PASSWORD',
    isSingle: true,
  },
  {
    type: 'otp',
    category: 'two-factor',
    displayName: 'otp-display-name',
    helptext: 'otp-help-text',
    iconCssClass: 'kcAuthenticatorOTPClass',
    removeable: true,
    action: 'CONFIGURE_TOTP',
    isSingle: false,
  },
]

/** How a user signs in, by kind, with what they may do about it: only what the realm's required actions allow. */
export function toCredentialContainers(
  snapshot: RealmSnapshot,
  credentials: readonly Credential[],
): readonly Container[] {
  const offered = new Set(snapshot.requiredActions.filter(({ enabled }) => enabled).map(({ alias }) => alias))
  return kinds.map(({ action, isSingle, ...kind }) => {
    const own = credentials.filter(({ type }) => type === kind.type)
    const isChange = isSingle && own.length > 0
    return {
      ...kind,
      ...(offered.has(action) ? { [isChange ? 'updateAction' : 'createAction']: action } : {}),
      userCredentialMetadatas: own.map((credential) => ({ credential: toRepresentation(credential) })),
    }
  })
}

export function isRemovable(credential: Credential): boolean {
  return kinds.some(({ type, removeable }) => type === credential.type && removeable)
}

function toRepresentation({ id, type, label, createdAt, credentialData }: Credential) {
  // When a code was used last is nobody's business.
  const { lastStep: _, ...data } = credentialData
  return {
    id,
    type,
    ...(label === undefined ? {} : { userLabel: label }),
    createdDate: createdAt,
    credentialData: JSON.stringify(data),
  }
}
