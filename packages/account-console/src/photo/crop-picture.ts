/** A part of a turned picture, in its pixels. */
export interface CropArea {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Edge length of what is sent, in pixels: what the server keeps. */
const side = 512

/** Draws the chosen part as a square that fills the canvas. `rotation` in degrees. */
export function drawCrop(canvas: HTMLCanvasElement, image: HTMLImageElement, area: CropArea, rotation: number): void {
  const context = canvas.getContext('2d')
  if (!context || area.width <= 0) return
  const { naturalWidth: width, naturalHeight: height } = image
  const angle = (rotation * Math.PI) / 180
  // The area is measured in the box that the turned picture needs.
  const boxWidth = Math.abs(Math.cos(angle)) * width + Math.abs(Math.sin(angle)) * height
  const boxHeight = Math.abs(Math.sin(angle)) * width + Math.abs(Math.cos(angle)) * height
  context.resetTransform()
  context.clearRect(0, 0, canvas.width, canvas.height)
  context.imageSmoothingQuality = 'high'
  context.scale(canvas.width / area.width, canvas.height / area.height)
  context.translate(boxWidth / 2 - area.x, boxHeight / 2 - area.y)
  context.rotate(angle)
  context.drawImage(image, -width / 2, -height / 2)
}

/** The chosen part as a PNG, to be sent. */
export function cropPicture(image: HTMLImageElement, area: CropArea, rotation: number): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  drawCrop(canvas, image, area, rotation)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be encoded'))), 'image/png')
  })
}
