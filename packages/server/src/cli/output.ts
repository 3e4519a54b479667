/** Where the commands write for people. */
export interface Output {
  say(line: string): void
  /** Colours on a terminal that wants them; the text itself elsewhere. */
  readonly paint: (text: string, colour: 'green' | 'yellow' | 'red' | 'dim') => string
}

const codes = { green: 32, yellow: 33, red: 31, dim: 2 } as const

export function createOutput(write: (text: string) => void, hasColours: boolean): Output {
  return {
    say: (line) => write(`${line}\n`),
    paint: (text, colour) => (hasColours ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text),
  }
}
