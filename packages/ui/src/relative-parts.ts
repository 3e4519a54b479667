export interface RelativeParts {
  readonly value: number
  readonly unit: 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year'
}

const steps = [
  { unit: 'year', seconds: 31_556_952 },
  { unit: 'month', seconds: 2_629_746 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
] as const

/** Distance between two times in the unit a person would use; less than a minute is "now" (0 seconds). */
export function relativeParts(at: number, now: number): RelativeParts {
  const seconds = Math.round((at - now) / 1000)
  const distance = Math.abs(seconds)
  const step = steps.find((one) => distance >= one.seconds)
  if (step === undefined) return { value: 0, unit: 'second' }
  return { value: Math.sign(seconds) * Math.floor(distance / step.seconds), unit: step.unit }
}
