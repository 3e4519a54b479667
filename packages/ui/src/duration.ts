/** Seconds of each unit in which people say how long something lasts. */
export const durationUnits = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const

export type DurationUnit = keyof typeof durationUnits

export interface DurationParts {
  readonly amount: number
  readonly unit: DurationUnit
}

/** The largest unit in which the seconds are a whole number: 36000 is 10 hours, 90 stays 90 seconds. */
export function splitDuration(seconds: number): DurationParts {
  for (const unit of ['days', 'hours', 'minutes'] as const) {
    if (seconds > 0 && seconds % durationUnits[unit] === 0) return { amount: seconds / durationUnits[unit], unit }
  }
  return { amount: seconds, unit: seconds === 0 ? 'minutes' : 'seconds' }
}

export function joinDuration({ amount, unit }: DurationParts): number {
  return Math.round(amount * durationUnits[unit])
}
