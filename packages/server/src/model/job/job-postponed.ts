/** Thrown by a job that cannot be tried now (its receiver is busy): it comes back later, and the attempt does not count. */
export class JobPostponed extends Error {
  /** Milliseconds until it may be tried. */
  readonly delay: number

  constructor(delay: number, message: string) {
    super(message)
    this.name = 'JobPostponed'
    this.delay = delay
  }
}
