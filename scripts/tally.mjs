// Sums suites and steps into the last line of npm test.

/** A tally of tests; a step that breaks counts as one failure, so that the sum never hides it. */
export function newTally() {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  return {
    addSuite({ passed, failed, skipped, broken }) {
      sum.passed += passed
      sum.failed += failed + (broken === undefined ? 0 : 1)
      sum.skipped += skipped
    },
    addBrokenStep() {
      sum.failed += 1
    },
    line: () => formatCounts(sum),
    exitCode: () => (sum.failed === 0 && sum.passed > 0 ? 0 : 1),
  }
}

export const formatCounts = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
