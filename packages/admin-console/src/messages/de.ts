import { clients } from './de/clients.ts'
import { connect } from './de/connect.ts'
import { dashboard } from './de/dashboard.ts'
import { events } from './de/events.ts'
import { groups } from './de/groups.ts'
import { problems } from './de/problems.ts'
import { realm } from './de/realm.ts'
import { roles } from './de/roles.ts'
import { shell } from './de/shell.ts'
import { users } from './de/users.ts'
import type { Messages } from './en.ts'

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
