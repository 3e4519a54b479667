import { Alert, Button, Group } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { clearUserBruteForceStatus, getUserBruteForceStatus } from '@ztrust/contract/admin/sessions'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

/** Says that a user is locked because of failed sign-ins, and lets them in again. */
export function UserLock({ userId }: { readonly userId: string }) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const mayManage = useAccess().mayAny('manage-users')
  const params = { realm, id: userId }
  const status = useEndpoint(getUserBruteForceStatus, { params })
  const unlock = useEndpointMutation(clearUserBruteForceStatus, {
    invalidates: [getUserBruteForceStatus],
    onSuccess: () => toasts.success(text('user.unlocked')),
    onError: toasts.failure,
  })
  // Users whom an administrator disabled count as disabled here too, without having failed.
  if (status.data?.disabled !== true || status.data.numFailures === 0) return null
  const { numFailures, lastIPFailure } = status.data
  return (
    <Alert color="yellow" icon={<IconLock size={18} stroke={1.5} />} title={text('user.locked')}>
      <Group justify="space-between">
        {text('user.lockedText', { count: numFailures, ip: lastIPFailure })}
        {mayManage ? (
          <Button variant="default" size="xs" loading={unlock.isPending} onClick={() => unlock.mutate({ params })}>
            {text('user.unlock')}
          </Button>
        ) : null}
      </Group>
    </Alert>
  )
}
