// What the scripts say on the terminal: steps with their seconds, and problems as sentences.
import { readFileSync } from 'node:fs'

/** A problem a person can act on: printed as its sentence, without a stack. */
export class Problem extends Error {
  constructor(sentence, output = '') {
    super(sentence)
    this.output = output
  }
}

const live = process.stdout.isTTY === true && process.env.TERM !== 'dumb'
const coloured = live && process.env.NO_COLOR === undefined
const paint = (code, text) => (coloured ? `\x1b[${code}m${text}\x1b[0m` : text)
export const green = (text) => paint('32', text)
export const red = (text) => paint('31', text)
export const dim = (text) => paint('2', text)
export const bold = (text) => paint('1', text)

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const running = new Map()
let ticker
let painted = 0

/** Seconds since a `performance.now()` value, as people read them. */
export const secondsSince = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`

function erase() {
  if (painted > 0) process.stdout.write(`\x1b[${painted}A\x1b[0J`)
  painted = 0
}

function draw() {
  erase()
  for (const [title, start] of running) {
    const frame = frames[Math.floor(performance.now() / 100) % frames.length]
    process.stdout.write(`${dim(frame)} ${title} ${dim(secondsSince(start))}\n`)
    painted += 1
  }
}

function print(line) {
  if (live) erase()
  process.stdout.write(`${line}\n`)
  if (live && running.size > 0) draw()
}

/** Runs one step: a moving line on a terminal, two plain lines elsewhere. What the step throws is thrown on. */
export async function step(title, work) {
  const start = performance.now()
  running.set(title, start)
  if (live) {
    ticker ??= setInterval(draw, 100)
    draw()
  } else {
    print(`${title} ...`)
  }
  try {
    const result = await work()
    finish(title)
    const note = typeof result?.note === 'string' ? `  ${result.note}` : ''
    print(`${green('✓')} ${title}${note}  ${dim(secondsSince(start))}`)
    return result
  } catch (error) {
    finish(title)
    print(`${red('✗')} ${title}  ${dim(secondsSince(start))}`)
    throw error
  }
}

function finish(title) {
  running.delete(title)
  if (running.size > 0 || ticker === undefined) return
  clearInterval(ticker)
  ticker = undefined
  erase()
}

export const say = print

/** Prints a problem as a sentence, with the output that led to it; anything unexpected with its stack. */
export function sayProblem(error) {
  if (!(error instanceof Problem)) {
    process.stderr.write(`${error?.stack ?? error}\n`)
    return
  }
  if (error.output.trim() !== '') process.stderr.write(`\n${error.output.trimEnd()}\n\n`)
  process.stderr.write(`${red(error.message)}\n`)
}

/** Runs a script's body; its number is the exit code. */
export async function runScript(body) {
  try {
    process.exitCode = (await body(process.argv.slice(2))) ?? 0
  } catch (error) {
    sayProblem(error)
    process.exitCode = 1
  }
}

/** The version and machine in one phrase, for problems about them. */
export function describeMachine() {
  let system = process.platform
  try {
    system = /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? system
  } catch {
    // not a Linux with os-release: the platform's name says enough
  }
  return `${system}, ${process.arch}, Node ${process.versions.node}`
}
