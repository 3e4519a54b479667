import { Button, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useUiText } from './ui-text.ts'

/** What was typed stays in sight behind the dialog, so that it can be copied before signing in again. */
export default function SessionEnded({ onSignIn }: { readonly onSignIn: () => void }) {
  const text = useUiText()
  const [hidden, setHidden] = useState(false)
  return (
    <Modal opened={!hidden} onClose={() => setHidden(true)} title={text('ui.session.ended')}>
      <Stack>
        <Text>{text('ui.session.endedText')}</Text>
        <Button onClick={onSignIn} data-autofocus>
          {text('ui.session.signIn')}
        </Button>
      </Stack>
    </Modal>
  )
}
