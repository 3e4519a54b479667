import { updateUser } from '../../model/user/update-user.ts'
import type { ActionTokenHandler } from '../../spi/action-token.ts'
import { text } from '../../spi/form.ts'

/** What an administrator asks a user to do. That the link was opened proves the address as well. */
export const executeActionsToken: ActionTokenHandler = {
  type: 'execute-actions',
  confirmation: () => text('confirmExecutionOfActions'),
  async process(tx, { realm, user, token }) {
    const requiredActions = token.requiredActions.filter((alias) => alias !== 'VERIFY_EMAIL')
    if (!user.emailVerified) {
      const others = user.requiredActions.filter((alias) => alias !== 'VERIFY_EMAIL')
      await updateUser(tx, realm, user, { emailVerified: true, requiredActions: others })
    }
    return { kind: 'actions', requiredActions }
  },
}
