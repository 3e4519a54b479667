import { expect, test } from 'vitest'
import { countReport } from './suites.mjs'
import { newTally } from './tally.mjs'

const suite = (counts) => ({ passed: 0, failed: 0, skipped: 0, broken: undefined, ...counts })

test('the last line sums all suites and names skipped tests only when there are some', () => {
  const tally = newTally()
  tally.addSuite(suite({ passed: 3 }))
  tally.addSuite(suite({ passed: 4 }))
  expect(tally.line()).toBe('7 passed, 0 failed')
  expect(tally.exitCode()).toBe(0)
  tally.addSuite(suite({ passed: 1, failed: 1, skipped: 2 }))
  expect(tally.line()).toBe('8 passed, 1 failed, 2 skipped')
  expect(tally.exitCode()).toBe(1)
})

test('a broken step or suite is never hidden behind "0 failed"', () => {
  const tally = newTally()
  tally.addSuite(suite({ passed: 5, broken: 'it did not end' }))
  tally.addBrokenStep()
  expect(tally.line()).toBe('5 passed, 2 failed')
  expect(tally.exitCode()).toBe(1)
})

test('no test at all is a failure', () => {
  expect(newTally().exitCode()).toBe(1)
})

test('a file that fails before its first test counts as one failure', () => {
  const report = {
    numPassedTests: 2,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [
      { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ],
  }
  expect(countReport(report)).toEqual({ passed: 2, failed: 2, skipped: 2 })
})
