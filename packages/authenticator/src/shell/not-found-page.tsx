import { Button } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { EmptyState } from '@ztrust/ui/empty-state.tsx'
import { useText } from '../text.ts'
import { Screen } from './screen.tsx'

export function NotFoundPage() {
  const text = useText()
  const navigate = useNavigate()
  return (
    <Screen title={text('app.name')} withBack>
      <EmptyState
        icon={IconMapOff}
        title={text('app.notFound')}
        description={text('app.notFoundHelp')}
        action={
          <Button h={48} onClick={() => void navigate({ to: '/' })}>
            {text('app.toAccounts')}
          </Button>
        }
      />
    </Screen>
  )
}
