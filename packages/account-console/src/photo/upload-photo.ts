import { uploadAccountPhoto } from '@ztrust/contract/account'
import { ApiError, buildPath } from '@ztrust/contract/api-client'
import { environment, ofRealm } from '../environment.ts'

/**
 * Sends the photo and tells how far it is, from 0 to 1: what fetch cannot do. Resolves with the photo's new address;
 * throws ApiError as the typed client does, TypeError without a connection.
 */
export function uploadPhoto(
  photo: Blob,
  accessToken: string,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const path = buildPath(uploadAccountPhoto, { params: ofRealm })
    request.open(uploadAccountPhoto.method, environment.baseUrl + path)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('authorization', `Bearer ${accessToken}`)
    request.setRequestHeader('content-type', photo.type)
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total)
    })
    request.addEventListener('error', () => reject(new TypeError('The server cannot be reached')))
    request.addEventListener('abort', () => reject(new DOMException('The upload was stopped', 'AbortError')))
    request.addEventListener('load', () => {
      const body = parse(request.responseText)
      const parsed = uploadAccountPhoto.responses[200].safeParse(body)
      if (request.status === 200 && parsed.success) resolve(parsed.data.photoUrl)
      else reject(new ApiError(request.status, body, `The server answered ${request.status}`))
    })
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(photo)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
