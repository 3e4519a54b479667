import { Alert, Button } from '@mantine/core'
import { useNetwork } from '@mantine/hooks'
import { IconCloudOff, IconRefresh } from '@tabler/icons-react'
import { useText } from '../text.ts'
import { useAppUpdate } from './service-worker-registration.ts'

/** What concerns every screen: no network, a new version. */
export function ScreenNotices() {
  const text = useText()
  const { online } = useNetwork()
  const { isReady, update } = useAppUpdate()
  return (
    <div aria-live="polite">
      {online ? null : (
        <Alert color="yellow" icon={<IconCloudOff size={20} stroke={1.5} />}>
          {text('app.offline')}
        </Alert>
      )}
      {isReady ? (
        <Alert
          color="blue"
          mt={online ? 0 : 'sm'}
          icon={<IconRefresh size={20} stroke={1.5} />}
          title={text('app.updateReady')}
        >
          <Button mt="xs" variant="default" h={48} onClick={update}>
            {text('app.update')}
          </Button>
        </Alert>
      ) : null}
    </div>
  )
}
