import { ApiError } from '@ztrust/contract/api-client'
import { useFailureText } from '@ztrust/ui/use-api.tsx'
import { useCallback } from 'react'
import { readProblems } from '../patterns/problems.ts'
import { useText } from '../text.ts'
import { type PhotoRefusal, RefusedPhoto } from './load-picture.ts'

const refusals = new Set<string>([
  'error-photo-type',
  'error-photo-broken',
  'error-photo-pixels',
  'error-photo-empty',
  'error-photo-size',
] satisfies PhotoRefusal[])

/** Says why a photo was refused, whoever refused it. */
export function usePhotoFailureText(): (error: unknown) => string {
  const text = useText()
  const failureText = useFailureText()
  return useCallback(
    (error) => {
      const code = codeOf(error)
      return code === undefined ? failureText(error) : text(`photo.${code}`)
    },
    [text, failureText],
  )
}

function codeOf(error: unknown): PhotoRefusal | undefined {
  if (error instanceof RefusedPhoto) return error.code
  if (error instanceof ApiError && error.status === 413) return 'error-photo-size'
  const [problem] = readProblems(error)
  return problem && isRefusal(problem.code) ? problem.code : undefined
}

function isRefusal(code: string): code is PhotoRefusal {
  return refusals.has(code)
}
