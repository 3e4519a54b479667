import { Button, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useUiText } from '@ztrust/ui/ui-text'
import { useForm } from 'react-hook-form'
import { useText } from '../../text.ts'

export interface PasteLinkDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
  /** False when it is no link of ours. */
  readonly onLink: (link: string) => boolean
}

/** For devices without a camera, and for codes on the same screen. */
export function PasteLinkDialog({ opened, onClose, onLink }: PasteLinkDialogProps) {
  const text = useText()
  return (
    <Modal opened={opened} onClose={onClose} title={text('scan.pasteTitle')} withCloseButton={false} size={420}>
      <PasteLinkForm onClose={onClose} onLink={onLink} />
    </Modal>
  )
}

function PasteLinkForm({ onClose, onLink }: Omit<PasteLinkDialogProps, 'opened'>) {
  const text = useText()
  const uiText = useUiText()
  const { register, handleSubmit, setError, formState } = useForm({ defaultValues: { link: '' } })
  const submit = handleSubmit(({ link }) => {
    if (!onLink(link)) setError('link', { message: text('scan.notALink') }, { shouldFocus: true })
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text>{text('scan.pasteHelp')}</Text>
        <Textarea
          label={text('scan.link')}
          rows={4}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          error={formState.errors.link?.message ?? false}
          {...register('link')}
        />
        <Stack gap="xs">
          <Button type="submit" h={48}>
            {text('scan.go')}
          </Button>
          <Button variant="default" h={48} onClick={onClose}>
            {uiText('ui.cancel')}
          </Button>
        </Stack>
      </Stack>
    </form>
  )
}
