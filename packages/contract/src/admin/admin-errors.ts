import * as z from 'zod'

/** A problem with one field, or with the request when no field is named. */
export const ProblemRepresentation = z.object({
  field: z.string().optional(),
  errorMessage: z.string(),
  params: z.array(z.union([z.string(), z.number()])).optional(),
})
export type ProblemRepresentation = z.output<typeof ProblemRepresentation>

export const InvalidRequestRepresentation = z.union([
  ProblemRepresentation,
  z.object({ errors: z.array(ProblemRepresentation) }),
  z.object({ error: z.string(), error_description: z.string().optional() }),
])

export const ErrorRepresentation = z.object({ error: z.string(), error_description: z.string().optional() })
export type ErrorRepresentation = z.output<typeof ErrorRepresentation>

/** Answers that every operation of the admin family may give instead of its own. */
export const adminErrors = {
  400: InvalidRequestRepresentation,
  401: ErrorRepresentation,
  403: ErrorRepresentation,
  404: ErrorRepresentation,
} as const

/** For operations that make or rename things. */
export const conflictError = { 409: z.object({ errorMessage: z.string() }) } as const
