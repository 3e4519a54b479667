import type { Difference } from './compare.ts'
import type { Value } from './normalise.ts'
import type { OnPurpose } from './on-purpose-entry.ts'

export interface Finding {
  readonly group: string
  readonly question: string
  readonly difference: Difference
}

export interface GroupCount {
  readonly group: string
  readonly questions: number
  readonly answers: number
  readonly equal: number
  readonly findings: readonly Finding[]
  readonly explained: readonly OnPurpose[]
}

/** From this many questions on, the same difference is told once. */
const oftenFrom = 5
const longestValue = 300

/** All findings for reading: first what is the same everywhere, then question by question. */
export function formatFindings(findings: readonly Finding[]): string {
  const often = [...Map.groupBy(findings, ({ difference }) => formatDifference(difference))].filter(
    ([, same]) => same.length >= oftenFrom,
  )
  const told = new Set(often.flatMap(([, same]) => same))
  const lines = often.flatMap(([text, same]) => [
    `\nin ${same.length} answers (${same.slice(0, 3).map(nameOf).join('; ')} …)`,
    text,
  ])
  for (const [name, own] of Map.groupBy(
    findings.filter((finding) => !told.has(finding)),
    nameOf,
  )) {
    lines.push(`\n${name}`, ...own.map(({ difference }) => formatDifference(difference)))
  }
  return lines.join('\n')
}

export function formatCounts(counts: readonly GroupCount[]): string {
  const rows = counts.map(({ group, questions, answers, equal, findings, explained }) =>
    [
      group.padEnd(26),
      String(questions).padStart(9),
      String(answers).padStart(8),
      String(equal).padStart(6),
      String(findings.length).padStart(12),
      String(explained.length).padStart(11),
    ].join(''),
  )
  const reasons = [
    ...Map.groupBy(
      counts.flatMap(({ explained }) => explained),
      ({ reason }) => reason,
    ),
  ].map(([reason, same]) => `${String(same.length).padStart(6)} on purpose: ${reason}`)
  return [`${'group'.padEnd(26)}questions answers equal differences on purpose`, ...rows, '', ...reasons].join('\n')
}

const nameOf = ({ group, question }: Finding): string => `${group}: ${question}`

function formatDifference({ path, oracle, subject }: Difference): string {
  return `  ${path}\n    oracle:  ${formatValue(oracle)}\n    subject: ${formatValue(subject)}`
}

function formatValue(value: Value | undefined): string {
  if (value === undefined) return '(nothing)'
  const text = JSON.stringify(value)
  return text.length > longestValue ? `${text.slice(0, longestValue)} …` : text
}
