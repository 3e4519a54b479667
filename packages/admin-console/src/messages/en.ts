import { clients } from './en/clients.ts'
import { connect } from './en/connect.ts'
import { dashboard } from './en/dashboard.ts'
import { events } from './en/events.ts'
import { groups } from './en/groups.ts'
import { problems } from './en/problems.ts'
import { realm } from './en/realm.ts'
import { roles } from './en/roles.ts'
import { shell } from './en/shell.ts'
import { users } from './en/users.ts'

export const en = {
  ...shell,
  ...dashboard,
  ...users,
  ...groups,
  ...roles,
  ...clients,
  ...connect,
  ...events,
  ...realm,
  ...problems,
}

/** Keys of the console's texts. */
export type Messages = Record<keyof typeof en, string>
