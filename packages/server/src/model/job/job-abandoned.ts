/** Thrown by a job that no further attempt can help (there is no such mailbox): it is dead at once, for people to look at. */
export class JobAbandoned extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'JobAbandoned'
  }
}
