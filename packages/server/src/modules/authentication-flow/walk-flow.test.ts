import { describe, expect, it } from 'vitest'
import type { ExecutionStatus } from '../../model/authentication-session/authentication-session.ts'
import type { Execution, Requirement } from '../../model/flow/flow.ts'
import { choose, listChoices } from './flow-choices.ts'
import { type FlowWorld, type RunOutcome, walkFlow } from './walk-flow.ts'

type Node = readonly [name: string, requirement: Requirement, what?: RunOutcome | boolean | 'missing' | readonly Node[]]

/** A flow from nested tuples: an outcome is an authenticator, a boolean a condition, a list a sub-flow. */
function world(
  nodes: readonly Node[],
  settings: { preferred?: string[]; statuses?: [string, ExecutionStatus][] } = {},
) {
  const flows = new Map<string, Execution[]>()
  const leaves = new Map<string, RunOutcome | boolean | 'missing'>()
  const ran: string[] = []
  const succeeded: string[] = []
  const add = (flowId: string, list: readonly Node[]) => {
    flows.set(
      flowId,
      list.map(([name, requirement, what = 'success'], index) => {
        const base = { id: name, realmId: 'r', flowId, requirement, priority: index }
        if (typeof what === 'object') {
          add(`flow-${name}`, what)
          return { ...base, subFlowId: `flow-${name}` }
        }
        leaves.set(name, what)
        return { ...base, authenticator: name }
      }),
    )
  }
  add('top', nodes)
  const made: FlowWorld = {
    executions: (flowId) => flows.get(flowId) ?? [],
    kindOf: ({ id }) => {
      const leaf = leaves.get(id)
      return typeof leaf === 'boolean' ? 'condition' : leaf === 'missing' ? 'missing' : 'authenticator'
    },
    statuses: new Map(settings.statuses ?? []),
    preferred: settings.preferred ?? [],
    matches: async ({ id }) => leaves.get(id) === true,
    noteSuccess: (flowId) => void succeeded.push(flowId),
    run: async ({ id }) => {
      ran.push(id)
      const leaf = leaves.get(id)
      if (leaf === undefined || leaf === 'missing' || typeof leaf === 'boolean') throw new Error(`${id} cannot run`)
      return leaf
    },
  }
  return {
    world: made,
    ran,
    succeeded,
    set: (name: string, outcome: RunOutcome | boolean) => leaves.set(name, outcome),
  }
}

async function outcomeOf(nodes: readonly Node[], settings?: Parameters<typeof world>[1]) {
  const { world: made, ran } = world(nodes, settings)
  const outcome = await walkFlow(made, 'top')
  const detail =
    outcome.kind === 'stopped' ? `@${outcome.execution.id}` : outcome.kind === 'failed' ? `:${outcome.reason}` : ''
  return `${outcome.kind}${detail} ran ${ran.join(',') || 'nothing'}`
}

const browser = (cookie: RunOutcome, password: RunOutcome, otp: RunOutcome, has2fa: boolean): Node[] => [
  ['cookie', 'ALTERNATIVE', cookie],
  ['spnego', 'DISABLED', 'missing'],
  ['idp', 'ALTERNATIVE', 'missing'],
  [
    'organization',
    'ALTERNATIVE',
    [
      [
        'conditional organization',
        'CONDITIONAL',
        [
          ['organization configured', 'REQUIRED', false],
          ['organization form', 'ALTERNATIVE', 'missing'],
        ],
      ],
    ],
  ],
  [
    'forms',
    'ALTERNATIVE',
    [
      ['password', 'REQUIRED', password],
      [
        '2fa',
        'CONDITIONAL',
        [
          ['user configured', 'REQUIRED', has2fa],
          ['credential', 'REQUIRED', true],
          ['otp', 'ALTERNATIVE', otp],
          ['webauthn', 'DISABLED', 'missing'],
        ],
      ],
    ],
  ],
]

describe('walking a flow', () => {
  const table: [sentence: string, nodes: Node[], expected: string][] = [
    [
      'runs all required in order',
      [
        ['a', 'REQUIRED'],
        ['b', 'REQUIRED'],
      ],
      'success ran a,b',
    ],
    [
      'stops at the first required page',
      [
        ['a', 'REQUIRED', 'stopped'],
        ['b', 'REQUIRED'],
      ],
      'stopped@a ran a',
    ],
    [
      'fails when a required one fails',
      [
        ['a', 'REQUIRED', 'failed'],
        ['b', 'REQUIRED'],
      ],
      'failed:failed ran a',
    ],
    ['fails when a required one is not applicable', [['a', 'REQUIRED', 'attempted']], 'failed:attempted ran a'],
    ['fails when a required one cannot be used', [['a', 'REQUIRED', 'unavailable']], 'failed:unavailable ran a'],
    [
      'counts a required one to be set up as done',
      [
        ['a', 'REQUIRED', 'setup'],
        ['b', 'REQUIRED'],
      ],
      'success ran a,b',
    ],
    [
      'fails closed on a required one that nobody implements',
      [
        ['a', 'REQUIRED', 'missing'],
        ['b', 'REQUIRED'],
      ],
      'failed:missing ran nothing',
    ],
    [
      'is content with the first alternative',
      [
        ['a', 'ALTERNATIVE'],
        ['b', 'ALTERNATIVE'],
      ],
      'success ran a',
    ],
    [
      'tries alternatives until one works',
      [
        ['a', 'ALTERNATIVE', 'attempted'],
        ['b', 'ALTERNATIVE', 'failed'],
        ['c', 'ALTERNATIVE'],
      ],
      'success ran a,b,c',
    ],
    [
      'passes over alternatives that nobody implements',
      [
        ['a', 'ALTERNATIVE', 'missing'],
        ['b', 'ALTERNATIVE'],
      ],
      'success ran b',
    ],
    [
      'fails when no alternative works',
      [
        ['a', 'ALTERNATIVE', 'attempted'],
        ['b', 'ALTERNATIVE', 'unavailable'],
      ],
      'failed:unavailable ran a,b',
    ],
    [
      'ignores alternatives beside required ones',
      [
        ['a', 'ALTERNATIVE'],
        ['b', 'REQUIRED', 'stopped'],
      ],
      'stopped@b ran b',
    ],
    [
      'ignores alternatives beside conditional ones',
      [
        ['a', 'ALTERNATIVE'],
        [
          'b',
          'CONDITIONAL',
          [
            ['c', 'REQUIRED', true],
            ['d', 'REQUIRED'],
          ],
        ],
      ],
      'success ran d',
    ],
    [
      'leaves out what is disabled',
      [
        ['a', 'DISABLED'],
        ['b', 'REQUIRED'],
      ],
      'success ran b',
    ],
    ['is empty when all is disabled', [['a', 'DISABLED']], 'empty ran nothing'],
    ['is empty without executions', [], 'empty ran nothing'],
    ['is empty when only unknown alternatives are there', [['a', 'ALTERNATIVE', 'missing']], 'empty ran nothing'],
    [
      'enters a conditional sub-flow when all its conditions hold',
      [
        ['a', 'REQUIRED'],
        [
          'b',
          'CONDITIONAL',
          [
            ['c', 'REQUIRED', true],
            ['d', 'REQUIRED', true],
            ['e', 'REQUIRED', 'stopped'],
          ],
        ],
      ],
      'stopped@e ran a,e',
    ],
    [
      'skips a conditional sub-flow when one condition does not hold',
      [
        ['a', 'REQUIRED'],
        [
          'b',
          'CONDITIONAL',
          [
            ['c', 'REQUIRED', true],
            ['d', 'REQUIRED', false],
            ['e', 'REQUIRED', 'stopped'],
          ],
        ],
      ],
      'success ran a',
    ],
    [
      'skips a conditional sub-flow without a condition',
      [
        ['a', 'REQUIRED'],
        ['b', 'CONDITIONAL', [['e', 'REQUIRED', 'stopped']]],
      ],
      'success ran a',
    ],
    [
      'leaves out disabled conditions',
      [
        ['a', 'REQUIRED'],
        [
          'b',
          'CONDITIONAL',
          [
            ['c', 'REQUIRED', true],
            ['d', 'DISABLED', false],
            ['e', 'REQUIRED', 'stopped'],
          ],
        ],
      ],
      'stopped@e ran a,e',
    ],
    [
      'fails closed on a conditional sub-flow whose condition nobody implements',
      [
        ['a', 'REQUIRED'],
        [
          'b',
          'CONDITIONAL',
          [
            ['c', 'REQUIRED', 'missing'],
            ['e', 'REQUIRED', 'stopped'],
          ],
        ],
      ],
      'failed:missing ran a',
    ],
    [
      'fails closed on an unknown condition beside one that holds',
      [
        ['a', 'REQUIRED'],
        [
          'b',
          'CONDITIONAL',
          [
            ['c', 'REQUIRED', true],
            ['d', 'REQUIRED', 'missing'],
            ['e', 'REQUIRED', 'stopped'],
          ],
        ],
      ],
      'failed:missing ran a',
    ],
    [
      'skips a conditional sub-flow with nothing to run',
      [
        ['a', 'REQUIRED'],
        [
          'b',
          'CONDITIONAL',
          [
            ['c', 'REQUIRED', true],
            ['e', 'ALTERNATIVE', 'missing'],
          ],
        ],
      ],
      'success ran a',
    ],
    [
      'does not take an empty sub-flow for a success',
      [
        [
          'a',
          'ALTERNATIVE',
          [
            [
              'b',
              'CONDITIONAL',
              [
                ['c', 'REQUIRED', false],
                ['d', 'REQUIRED'],
              ],
            ],
          ],
        ],
        ['e', 'ALTERNATIVE', 'stopped'],
      ],
      'stopped@e ran e',
    ],
    [
      'fails on a required sub-flow with nothing to run',
      [
        ['a', 'REQUIRED', [['b', 'ALTERNATIVE', 'missing']]],
        ['c', 'REQUIRED'],
      ],
      'failed:empty ran nothing',
    ],
    [
      'goes on in the parent when a required sub-flow is done',
      [
        [
          'a',
          'REQUIRED',
          [
            ['b', 'ALTERNATIVE', 'attempted'],
            ['c', 'ALTERNATIVE'],
          ],
        ],
        ['d', 'REQUIRED', 'stopped'],
      ],
      'stopped@d ran b,c,d',
    ],
    [
      'goes to the next alternative when a sub-flow fails',
      [
        ['a', 'ALTERNATIVE', [['b', 'REQUIRED', 'failed']]],
        ['c', 'ALTERNATIVE', 'stopped'],
      ],
      'stopped@c ran b,c',
    ],
  ]
  for (const [sentence, nodes, expected] of table) {
    it(sentence, async () => expect(await outcomeOf(nodes)).toBe(expected))
  }

  it('signs in by the cookie alone in the browser flow', async () => {
    expect(await outcomeOf(browser('success', 'stopped', 'stopped', true))).toBe('success ran cookie')
  })
  it('asks for the password when there is no cookie, and never takes the empty organization for a proof', async () => {
    expect(await outcomeOf(browser('attempted', 'stopped', 'stopped', true))).toBe(
      'stopped@password ran cookie,password',
    )
  })
  it('is done after the password for a user without a second factor', async () => {
    const statuses: [string, ExecutionStatus][] = [
      ['cookie', 'ATTEMPTED'],
      ['organization', 'ATTEMPTED'],
      ['password', 'SUCCESS'],
    ]
    expect(await outcomeOf(browser('attempted', 'stopped', 'stopped', false), { statuses })).toBe('success ran nothing')
  })
  it('asks for the code after the password of a user with a second factor', async () => {
    const statuses: [string, ExecutionStatus][] = [
      ['cookie', 'ATTEMPTED'],
      ['organization', 'ATTEMPTED'],
      ['password', 'SUCCESS'],
    ]
    expect(await outcomeOf(browser('attempted', 'stopped', 'stopped', true), { statuses })).toBe('stopped@otp ran otp')
  })
  it('does not enter an alternative that was passed over when its condition comes true later', async () => {
    const flow = world(browser('attempted', 'stopped', 'stopped', false))
    await walkFlow(flow.world, 'top')
    flow.set('organization configured', true)
    flow.set('organization form', 'stopped')
    flow.world.statuses.set('password', 'SUCCESS')
    expect((await walkFlow(flow.world, 'top')).kind).toBe('success')
  })
  it('fails on flows that contain themselves instead of walking for ever', async () => {
    const { world: made } = world([['a', 'REQUIRED', [['b', 'REQUIRED']]]])
    const loop: FlowWorld = {
      ...made,
      executions: () => [
        { id: 'x', realmId: 'r', flowId: 'top', requirement: 'REQUIRED', priority: 0, subFlowId: 'top' },
      ],
    }
    expect(await walkFlow(loop, 'top')).toMatchObject({ kind: 'failed', reason: 'too_deep' })
  })
})

describe('trying another way', () => {
  const secondFactor: Node[] = [
    ['password', 'REQUIRED', 'stopped'],
    [
      '2fa',
      'CONDITIONAL',
      [
        ['configured', 'REQUIRED', true],
        ['otp', 'ALTERNATIVE', 'stopped'],
        ['codes', 'ALTERNATIVE', 'stopped'],
      ],
    ],
  ]
  const offered = async () => true
  const names = async (nodes: readonly Node[], current: string, statuses: [string, ExecutionStatus][] = []) =>
    (await listChoices(world(nodes, { statuses }).world, 'top', current, offered)).map(({ id }) => id).join(',')

  it('lists the alternatives of the step, not what was proven before', async () => {
    expect(await names(secondFactor, 'otp', [['password', 'SUCCESS']])).toBe('otp,codes')
  })
  it('lists nothing beside a required step', async () => {
    expect(
      await names(
        [
          ['a', 'REQUIRED', 'stopped'],
          ['b', 'REQUIRED', 'stopped'],
        ],
        'a',
      ),
    ).toBe('')
  })
  it('lists the first steps of other branches while nothing is proven', async () => {
    const nodes: Node[] = [
      [
        'a',
        'ALTERNATIVE',
        [
          ['username', 'REQUIRED', 'stopped'],
          ['password', 'REQUIRED', 'stopped'],
        ],
      ],
      ['passkey', 'ALTERNATIVE', 'stopped'],
    ]
    expect(await names(nodes, 'username')).toBe('username,passkey')
    expect(await names(nodes, 'password', [['username', 'SUCCESS']])).toBe('')
  })
  it('offers only what the user can use', async () => {
    const flow = world(secondFactor, { statuses: [['password', 'SUCCESS']] })
    const found = await listChoices(flow.world, 'top', 'otp', async ({ id }) => id === 'otp')
    expect(found.map(({ id }) => id)).toEqual(['otp'])
  })
  it('takes what was chosen, even if it was passed over', async () => {
    const flow = world(secondFactor, {
      preferred: ['codes'],
      statuses: [
        ['password', 'SUCCESS'],
        ['codes', 'ATTEMPTED'],
      ],
    })
    choose(flow.world, 'top', 'codes')
    expect(await walkFlow(flow.world, 'top')).toMatchObject({ kind: 'stopped', execution: { id: 'codes' } })
  })
  it('prefers the latest choice', async () => {
    expect(await outcomeOf(secondFactor, { preferred: ['otp', 'codes'], statuses: [['password', 'SUCCESS']] })).toBe(
      'stopped@otp ran otp',
    )
  })
})

describe('a sub-flow that succeeds', () => {
  it('is noted once, when it has, and not when it was skipped or stopped', async () => {
    const {
      world: made,
      succeeded,
      set,
    } = world([
      [
        'first',
        'CONDITIONAL',
        [
          ['if', 'REQUIRED', true],
          ['password', 'REQUIRED', 'success'],
        ],
      ],
      [
        'second',
        'CONDITIONAL',
        [
          ['no', 'REQUIRED', false],
          ['code', 'REQUIRED', 'success'],
        ],
      ],
      ['third', 'REQUIRED', [['page', 'REQUIRED', 'stopped']]],
    ])
    expect((await walkFlow(made, 'top')).kind).toBe('stopped')
    expect(succeeded).toEqual(['flow-first'])
    made.statuses.delete('page')
    set('page', 'success')
    expect((await walkFlow(made, 'top')).kind).toBe('success')
    expect(succeeded).toEqual(['flow-first', 'flow-third'])
  })
})
