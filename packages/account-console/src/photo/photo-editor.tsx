import 'react-easy-crop/react-easy-crop.css'
import { ActionIcon, Alert, Button, Group, Progress, Slider, Stack, Text, Tooltip } from '@mantine/core'
import { IconMinus, IconPhotoUp, IconPlus, IconRotate2, IconRotateClockwise2 } from '@tabler/icons-react'
import { useSession } from '@ztrust/ui/session-gate.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import Cropper from 'react-easy-crop'
import { useText } from '../text.ts'
import { type CropArea, cropPicture, drawCrop } from './crop-picture.ts'
import type { Picture } from './load-picture.ts'
import classes from './photo-dialog.module.css'
import { uploadPhoto } from './upload-photo.ts'
import { useNewPhoto } from './use-new-photo.ts'
import { usePhotoFailureText } from './use-photo-text.ts'

const maximumZoom = 4
const zoomStep = 0.1
const previewSide = 96

interface PhotoEditorProps {
  readonly picture: Picture
  readonly onPick: () => void
  readonly onCancel: () => void
  readonly onSaved: () => void
}

/** Moves, zooms and turns the picture under a round frame, with the result beside it, and sends what is inside. */
export default function PhotoEditor({ picture, onPick, onCancel, onSaved }: PhotoEditorProps) {
  const text = useText()
  const failureText = usePhotoFailureText()
  const [crop, setCrop] = useState({ x: 0, y: 0 })
  const [zoom, setZoom] = useState(1)
  const [rotation, setRotation] = useState(0)
  const [area, setArea] = useState<CropArea>()
  const { save, progress, failure } = useSave(picture, onSaved)
  const isBusy = progress !== undefined

  const zoomBy = (step: number) => setZoom((before) => Math.min(maximumZoom, Math.max(1, before + step)))
  const turnBy = (degrees: number) => setRotation((before) => (before + degrees + 360) % 360)
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === '+' || event.key === '=') zoomBy(zoomStep)
    else if (event.key === '-') zoomBy(-zoomStep)
    else return
    event.preventDefault()
  }
  return (
    <Stack gap="md">
      <div className={classes['work']}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the frame inside is what has the focus */}
        <div className={classes['stage']} onKeyDown={onKey}>
          <Cropper
            image={picture.url}
            crop={crop}
            zoom={zoom}
            rotation={rotation}
            minZoom={1}
            maxZoom={maximumZoom}
            aspect={1}
            cropShape="round"
            objectFit="contain"
            showGrid={false}
            keyboardStep={8}
            disableAutomaticStylesInjection
            onCropChange={setCrop}
            onZoomChange={setZoom}
            onRotationChange={setRotation}
            onCropAreaChange={(_, pixels) => setArea(pixels)}
            mediaProps={{ alt: '' }}
            cropperProps={{
              role: 'application',
              'aria-label': text('photo.frame'),
              'aria-roledescription': text('photo.frameKind'),
            }}
          />
        </div>
        <figure className={classes['preview']}>
          <Preview picture={picture} area={area} rotation={rotation} />
          <figcaption>{text('photo.preview')}</figcaption>
        </figure>
      </div>
      <Group gap="sm" wrap="nowrap">
        <Tooltip label={text('photo.smaller')}>
          <ActionIcon onClick={() => zoomBy(-zoomStep)} aria-label={text('photo.smaller')} disabled={zoom <= 1}>
            <IconMinus size={20} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <Slider
          flex={1}
          min={1}
          max={maximumZoom}
          step={0.01}
          value={zoom}
          onChange={setZoom}
          label={(value) => `${Math.round(value * 100)} %`}
          thumbLabel={text('photo.zoom')}
        />
        <Tooltip label={text('photo.larger')}>
          <ActionIcon onClick={() => zoomBy(zoomStep)} aria-label={text('photo.larger')} disabled={zoom >= maximumZoom}>
            <IconPlus size={20} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={text('photo.turnLeft')}>
          <ActionIcon onClick={() => turnBy(-90)} aria-label={text('photo.turnLeft')}>
            <IconRotate2 size={20} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={text('photo.turnRight')}>
          <ActionIcon onClick={() => turnBy(90)} aria-label={text('photo.turnRight')}>
            <IconRotateClockwise2 size={20} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </Group>
      <Text c="dimmed" size="sm">
        {text('photo.frameHelp')}
      </Text>
      {failure === undefined ? null : (
        <Alert color="red" role="alert">
          {failureText(failure)}
        </Alert>
      )}
      {isBusy ? <Progress value={progress * 100} aria-label={text('photo.uploading')} /> : null}
      <Group justify="space-between" gap="xs">
        <Button
          variant="default"
          leftSection={<IconPhotoUp size={18} stroke={1.5} />}
          onClick={onPick}
          disabled={isBusy}
        >
          {text('photo.changeImage')}
        </Button>
        <Group gap="xs">
          <Button variant="default" onClick={onCancel} disabled={isBusy}>
            {text('common.cancel')}
          </Button>
          <Button onClick={() => area && void save(area, rotation)} loading={isBusy} disabled={area === undefined}>
            {text('photo.save')}
          </Button>
        </Group>
      </Group>
    </Stack>
  )
}

interface PreviewProps {
  readonly picture: Picture
  readonly area: CropArea | undefined
  readonly rotation: number
}

/** The photo as others will see it, drawn anew with every move. */
function Preview({ picture, area, rotation }: PreviewProps) {
  const text = useText()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (canvas.current && area) drawCrop(canvas.current, picture.image, area, rotation)
  }, [picture, area, rotation])
  const pixels = previewSide * 2
  return (
    <canvas
      ref={canvas}
      width={pixels}
      height={pixels}
      className={classes['round']}
      role="img"
      aria-label={text('photo.preview')}
    />
  )
}

function useSave(picture: Picture, onSaved: () => void) {
  const text = useText()
  const toasts = useToasts()
  const { accessToken } = useSession()
  const setPhoto = useNewPhoto()
  const [progress, setProgress] = useState<number>()
  const [failure, setFailure] = useState<unknown>()
  const upload = useRef<AbortController>(undefined)
  useEffect(() => () => upload.current?.abort(), [])

  const save = async (area: CropArea, rotation: number) => {
    const controller = new AbortController()
    upload.current = controller
    setFailure(undefined)
    setProgress(0)
    try {
      const photo = await cropPicture(picture.image, area, rotation)
      const token = await accessToken()
      if (token === undefined) return // the dialog of the ended session stands above this one
      setPhoto(await uploadPhoto(photo, token, setProgress, controller.signal))
      toasts.success(text('photo.saved'))
      onSaved()
    } catch (error) {
      if (!controller.signal.aborted) setFailure(error)
    } finally {
      setProgress(undefined)
    }
  }
  return { save, progress, failure }
}
