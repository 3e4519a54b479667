import type { Messages } from './en.ts'
import { clients } from './fr/clients.ts'
import { connect } from './fr/connect.ts'
import { dashboard } from './fr/dashboard.ts'
import { events } from './fr/events.ts'
import { groups } from './fr/groups.ts'
import { problems } from './fr/problems.ts'
import { realm } from './fr/realm.ts'
import { roles } from './fr/roles.ts'
import { shell } from './fr/shell.ts'
import { users } from './fr/users.ts'

const messages: Messages = {
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

export default messages
