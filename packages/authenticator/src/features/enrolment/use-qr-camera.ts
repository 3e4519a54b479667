import QrScanner from 'qr-scanner'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'

export type CameraState = 'starting' | 'running' | 'none' | 'denied' | 'insecure'

export interface QrCamera {
  readonly video: RefObject<HTMLVideoElement | null>
  readonly state: CameraState
  /** Has the camera a lamp? */
  readonly hasLight: boolean
  readonly isLightOn: boolean
  readonly toggleLight: () => void
  readonly restart: () => void
}

/** Reads QR codes from the rear camera into `onDecode` as long as the page is there; decoding runs in a worker. */
export function useQrCamera(onDecode: (text: string) => void): QrCamera {
  const video = useRef<HTMLVideoElement>(null)
  const scanner = useRef<QrScanner>(undefined)
  const [state, setState] = useState<CameraState>('starting')
  const [hasLight, setHasLight] = useState(false)
  const [isLightOn, setLightOn] = useState(false)
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt starts the camera anew
  useEffect(() => {
    const element = video.current
    if (element === null) return
    if (navigator.mediaDevices === undefined) {
      setState('insecure')
      return
    }
    setState('starting')
    const started = new QrScanner(element, ({ data }) => onDecode(data), {
      preferredCamera: 'environment',
      maxScansPerSecond: 10,
      returnDetailedScanResult: true,
      calculateScanRegion: middleSquare,
      onDecodeError: () => {}, // no code in this picture
    })
    scanner.current = started
    let isCurrent = true
    const start = async () => {
      try {
        await started.start()
        if (!isCurrent) return
        setState('running')
        setHasLight(await started.hasFlash())
      } catch (error) {
        if (isCurrent) setState(readProblem(error, await isDenied()))
      }
    }
    void start()
    return () => {
      isCurrent = false
      started.destroy()
      setLightOn(false)
    }
  }, [onDecode, attempt])

  const toggleLight = useCallback(() => {
    const toggle = async () => {
      await scanner.current?.toggleFlash()
      setLightOn(scanner.current?.isFlashOn() ?? false)
    }
    toggle().catch(() => setHasLight(false))
  }, [])
  return { video, state, hasLight, isLightOn, toggleLight, restart: () => setAttempt((count) => count + 1) }
}

/** All that the square of the picture shows, fine enough for a code that fills a third of it. */
function middleSquare({ videoWidth, videoHeight }: HTMLVideoElement): QrScanner.ScanRegion {
  const size = Math.min(videoWidth, videoHeight)
  const scaled = Math.min(size, 640)
  return {
    x: Math.round((videoWidth - size) / 2),
    y: Math.round((videoHeight - size) / 2),
    width: size,
    height: size,
    downScaledWidth: scaled,
    downScaledHeight: scaled,
  }
}

/** qr-scanner says "Camera not found." for whatever the browser refused. */
function readProblem(error: unknown, denied: boolean): CameraState {
  if (denied || (error instanceof DOMException && error.name === 'NotAllowedError')) return 'denied'
  return 'none'
}

async function isDenied(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'camera' })).state === 'denied'
  } catch {
    return false // browsers that do not know this permission
  }
}
