import type { updateAccount } from '@ztrust/contract/account'
import type { EndpointRequest } from '@ztrust/contract/endpoint'
import { InvalidInput } from '../../kernel/error.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { updateUser } from '../../model/user/update-user.ts'
import type { User } from '../../model/user/user.ts'
import { type ProfileValues, validateProfile } from '../../model/user/user-profile.ts'
import type { CallerContext } from '../../spi/request.ts'
import type { Tx } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import { localeAttribute, offeredLocales } from './account-representation.ts'

type Sent = EndpointRequest<typeof updateAccount>['body']

/**
 * Changes the caller's own profile by the realm's user profile; what is not sent stays. Throws InvalidInputs with
 * Keycloak's codes, Conflict for a taken username or address.
 */
export async function updateOwnProfile(context: CallerContext, sent: Sent): Promise<void> {
  const { server, realm, caller } = context
  const { user } = caller
  const checked = validateProfile(realm, toValues(sent), 'user', { existing: user })
  const locale = chosenLocale(context, sent)
  const email = checked.email ?? null
  const isNewEmail = (email ?? undefined) !== user.email
  const username = realm.realm.settings.registrationEmailAsUsername ? checked.email : checked.username
  await transact(server.storage, async (tx) => {
    const updated = await updateUser(tx, realm, user, {
      username: username ?? user.username,
      email,
      firstName: checked.firstName ?? null,
      lastName: checked.lastName ?? null,
      attributes: { ...checked.attributes, ...(locale === undefined ? {} : { [localeAttribute]: locale }) },
      // A new address has not been verified, whoever typed it.
      ...(isNewEmail ? { emailVerified: false } : {}),
    })
    await recordChanges(tx, context, updated)
  })
}

function toValues({ username, email, firstName, lastName, attributes }: Sent): ProfileValues {
  const root = Object.entries({ username, email, firstName, lastName }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value]] as const],
  )
  return { ...attributes, ...Object.fromEntries(root) }
}

/** The language, where the profile itself does not list it: one the realm offers, or none for the browser's own. */
function chosenLocale({ realm }: CallerContext, { attributes }: Sent): readonly string[] | undefined {
  const sent = attributes?.[localeAttribute]
  const offered = offeredLocales(realm)
  const isListed = realm.realm.userProfile.attributes.some(({ name }) => name === localeAttribute)
  if (sent === undefined || isListed || offered.length === 0) return undefined
  const chosen = sent.filter((locale) => locale !== '').slice(0, 1)
  if (chosen.some((locale) => !offered.includes(locale))) {
    throw new InvalidInput(localeAttribute, 'error-invalid-value', [localeAttribute])
  }
  return chosen
}

/** Keycloak tells of the address by an event of its own, and of all the rest by one. */
async function recordChanges(tx: Tx, context: CallerContext, after: User): Promise<void> {
  const { server, realm, caller, request } = context
  const before = caller.user
  const common = {
    clientId: caller.client.client.clientId,
    userId: before.id,
    sessionId: caller.sessionId,
    ip: request.ip,
  }
  if (before.email !== after.email) {
    const details = { context: 'ACCOUNT', previous_email: before.email, updated_email: after.email }
    await recordEvent(tx, realm, { ...common, type: 'UPDATE_EMAIL', details }, server)
  }
  const details = { context: 'ACCOUNT', ...changedDetails(before, after) }
  await recordEvent(tx, realm, { ...common, type: 'UPDATE_PROFILE', details }, server)
}

function changedDetails(before: User, after: User): Readonly<Record<string, string | undefined>> {
  const [old, now] = [flatten(before), flatten(after)]
  const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => old[name] !== now[name])
  return Object.fromEntries(
    changed.flatMap((name) => [
      [`previous_${name}`, old[name]],
      [`updated_${name}`, now[name]],
    ]),
  )
}

function flatten({ username, firstName, lastName, attributes }: User): Readonly<Record<string, string | undefined>> {
  const own = Object.entries(attributes).map(([name, values]) => [name, values.join('; ')] as const)
  return { ...Object.fromEntries(own), username, first_name: firstName, last_name: lastName }
}
