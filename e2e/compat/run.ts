import { writeFileSync } from 'node:fs'
import { administrator, newServerPlace, startBuiltServer } from '../fixture/running-server.ts'
import type { Difference } from './compare.ts'
import { compareAnswers } from './compare-answers.ts'
import { type Answer, describeExchange } from './describe-exchange.ts'
import { groups } from './groups.ts'
import { explain } from './on-purpose.ts'
import type { OnPurpose } from './on-purpose-entry.ts'
import { type Options, readOptions } from './options.ts'
import { recordExchanges } from './record.ts'
import { type Finding, formatCounts, formatFindings, type GroupCount } from './report.ts'
import { type Administrator, openSide, type Side } from './side.ts'
import type { Group, Question } from './table.ts'
import { makeWorld } from './world.ts'

const options = readOptions(process.argv.slice(2))
const oracle = openSide(options.oracle, options.oracleAdministrator)
const chosen = groups.filter(
  ({ name }) => options.only.length === 0 || options.only.some((part) => name.includes(part)),
)
if (options.record === undefined) await compareServers()
else await recordOracle(options.record)

async function recordOracle(file: string): Promise<void> {
  const refused = await makeWorld(oracle)
  oracle.takeExchanges()
  const parts = [recordExchanges('What the oracle refused of the world', refused)]
  for (const { name, questions } of chosen) {
    parts.push(`## ${name}\n`)
    for (const [title, question] of Object.entries(questions)) {
      const own = await question(oracle).catch((error: unknown) => {
        parts.push(`\n(the next question failed: ${String(error)})\n`)
        return []
      })
      const sent = oracle.takeExchanges()
      // What a question heard without asking: a logout token.
      const heard = [own].flat().filter((exchange) => !sent.includes(exchange))
      parts.push(recordExchanges(`${name}: ${title}`, [...sent, ...heard]))
    }
    say(`${name}: ${Object.keys(questions).length}`)
  }
  writeFileSync(file, parts.join('\n'))
}

async function compareServers(): Promise<void> {
  const server = await openSubject(options)
  try {
    const subject = openSide(server.url, server.administrator)
    const made = await Promise.all([makeWorld(oracle), makeWorld(subject)])
    const worldFindings = compareAnswers(made[0].map(describeExchange), made[1].map(describeExchange)).map(
      findingIn('world', 'what was refused'),
    )
    const counts: GroupCount[] = []
    for (const group of chosen) counts.push(await compareGroup(group, oracle, subject))
    const findings = [...worldFindings, ...counts.flatMap((count) => count.findings)]
    say(`${formatFindings(findings)}\n\n${formatCounts(counts)}`)
    say(`\n${findings.length} differences that nobody wanted`)
    process.exitCode = findings.length === 0 ? 0 : 1
  } finally {
    await server.stop()
  }
}

/** The built server on an empty database, or the one that was named. */
async function openSubject({ subject, subjectAdministrator }: Options) {
  if (subject !== undefined) {
    return { url: subject, administrator: subjectAdministrator ?? administrator, stop: async () => undefined }
  }
  const place = await newServerPlace()
  // What it is asked to call listens on this machine.
  const env = { ZTRUST_OUTBOUND_ALLOW: '127.0.0.0/8,::1/128', ZTRUST_CIBA_CHANNEL_URI: 'http://127.0.0.1:1/nobody' }
  const server = await startBuiltServer({ ...place, env })
  return {
    url: server.url,
    administrator: administrator satisfies Administrator,
    stop: async () => {
      await server.stop()
      await place.remove()
    },
  }
}

async function compareGroup({ name, questions }: Group, one: Side, other: Side): Promise<GroupCount> {
  const findings: Finding[] = []
  const explained: OnPurpose[] = []
  let [answers, equal] = [0, 0]
  for (const [title, question] of Object.entries(questions)) {
    // One after the other: both servers may share a machine with others' work.
    const expected = await answersOf(question, one)
    const given = await answersOf(question, other)
    const differences = compareAnswers(expected, given)
    const reasons = differences.map((difference) => explain(name, difference, given, expected))
    const unexplained = differences.filter((_difference, index) => reasons[index] === undefined)
    answers += expected.length
    explained.push(...reasons.filter((reason) => reason !== undefined))
    if (unexplained.length === 0) equal += 1
    findings.push(...unexplained.map(findingIn(name, title)))
  }
  return { group: name, questions: Object.keys(questions).length, answers, equal, findings, explained }
}

async function answersOf(question: Question, side: Side): Promise<readonly Answer[]> {
  try {
    return [await question(side)].flat().map(describeExchange)
  } catch (error) {
    const text = String(error).replaceAll(side.base, '{base}').slice(0, 200)
    return [{ status: 0, headers: {}, body: { failed: text } }]
  }
}

function findingIn(group: string, question: string): (difference: Difference) => Finding {
  return (difference) => ({ group, question, difference })
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
