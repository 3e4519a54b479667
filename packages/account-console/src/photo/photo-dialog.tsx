import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconPhotoUp, IconTrash } from '@tabler/icons-react'
import { removeAccountPhoto } from '@ztrust/contract/account'
import { Avatar } from '@ztrust/ui/avatar.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { type ChangeEvent, type DragEvent, lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { ofRealm } from '../environment.ts'
import { useReturnFocus } from '../patterns/use-return-focus.ts'
import { displayNameOf, useOverview } from '../shell/use-overview.ts'
import { useText } from '../text.ts'
import { loadPicture, type Picture, photoTypes } from './load-picture.ts'
import classes from './photo-dialog.module.css'
import { useNewPhoto } from './use-new-photo.ts'
import { usePhotoFailureText } from './use-photo-text.ts'

const PhotoEditor = lazy(() => import('./photo-editor.tsx'))

/** Shows the photo, takes a new one by picker, drop or paste, and removes it. */
export default function PhotoDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText()
  useReturnFocus()
  const failureText = usePhotoFailureText()
  const { picture, refusal, open, clear } = usePicture()
  const [isDragging, setDragging] = useState(false)
  const picker = useRef<HTMLInputElement>(null)

  const pick = () => picker.current?.click()
  const onPicked = (event: ChangeEvent<HTMLInputElement>) => {
    const { currentTarget } = event
    void open(currentTarget.files?.[0])
    // The same file may be chosen again after it was put right.
    currentTarget.value = ''
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setDragging(false)
    void open(event.dataTransfer.files[0])
  }
  const onDragOver = (event: DragEvent) => {
    event.preventDefault()
    setDragging(true)
  }
  return (
    <Modal opened onClose={onClose} title={text('photo.title')} size={560}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut for the button inside */}
      <div
        className={classes['drop']}
        data-dragging={isDragging || undefined}
        onDrop={onDrop}
        onDragOver={onDragOver}
        onDragLeave={() => setDragging(false)}
      >
        <input ref={picker} type="file" accept={photoTypes} hidden onChange={onPicked} data-testid="photo-file" />
        {refusal === undefined ? null : (
          <Alert color="red" role="alert" mb="md">
            {failureText(refusal)}
          </Alert>
        )}
        {picture === undefined ? (
          <CurrentPhoto onPick={pick} onClose={onClose} />
        ) : (
          <Suspense fallback={<div className={classes['stage']} />}>
            <PhotoEditor key={picture.url} picture={picture} onPick={pick} onCancel={clear} onSaved={onClose} />
          </Suspense>
        )}
      </div>
    </Modal>
  )
}

function CurrentPhoto({ onPick, onClose }: { readonly onPick: () => void; readonly onClose: () => void }) {
  const text = useText()
  const overview = useOverview()
  const toasts = useToasts()
  const setPhoto = useNewPhoto()
  const remove = useEndpointMutation(removeAccountPhoto, {
    onSuccess: () => {
      setPhoto(undefined)
      toasts.success(text('photo.removed'))
      onClose()
    },
    onError: toasts.failure,
  })
  const account = overview.data?.account
  const photoUrl = overview.data?.photoUrl
  return (
    <Stack align="center" gap="md">
      <Avatar name={account ? displayNameOf(account) : ''} photoUrl={photoUrl} size={192} />
      <Text c="dimmed" ta="center" size="sm" maw={360}>
        {text('photo.help')}
      </Text>
      <Group justify="center" gap="xs" mt="xs">
        {photoUrl === undefined ? null : (
          <Button
            variant="default"
            leftSection={<IconTrash size={18} stroke={1.5} />}
            onClick={() => remove.mutate({ params: ofRealm })}
            loading={remove.isPending}
          >
            {text('photo.remove')}
          </Button>
        )}
        <Button leftSection={<IconPhotoUp size={18} stroke={1.5} />} onClick={onPick} data-autofocus>
          {text('photo.changeImage')}
        </Button>
      </Group>
    </Stack>
  )
}

/** The picture under work, from wherever it comes. Its memory is given back when another one comes. */
function usePicture() {
  const [picture, setPicture] = useState<Picture>()
  const [refusal, setRefusal] = useState<unknown>()
  const open = useCallback(async (file: Blob | null | undefined) => {
    if (!file) return
    setRefusal(undefined)
    try {
      setPicture(await loadPicture(file))
    } catch (error) {
      setRefusal(error)
    }
  }, [])
  useEffect(() => picture?.release, [picture])
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => void open(event.clipboardData?.files[0])
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  }, [open])
  const clear = useCallback(() => {
    setPicture(undefined)
    setRefusal(undefined)
  }, [])
  return { picture, refusal, open, clear }
}
