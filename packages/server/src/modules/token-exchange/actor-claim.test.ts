import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameActor } from './actor-claim.ts'

const actor = fc.record({ sub: fc.uuid(), azp: fc.stringMatching(/^[a-z]{1,8}$/) })

describe('the chain of actors', () => {
  it('has the latest outermost, and all before it in order', () => {
    fc.assert(
      fc.property(fc.array(actor, { minLength: 1, maxLength: 8 }), (actors) => {
        let subject: Record<string, unknown> = { sub: 'subject' }
        for (const one of actors) subject = { sub: 'subject', act: nameActor(subject, one) }
        const named: unknown[] = []
        for (
          let act = subject['act'];
          typeof act === 'object' && act !== null;
          act = 'act' in act ? act.act : undefined
        ) {
          named.push('sub' in act ? act.sub : undefined)
        }
        expect(named).toEqual(actors.map(({ sub }) => sub).reverse())
      }),
    )
  })

  it('goes on as it is when nobody new acts, and is none where there was none', () => {
    const act = { sub: 'service' }
    expect(nameActor({ sub: 'subject', act }, undefined)).toEqual(act)
    expect(nameActor({ sub: 'subject' }, undefined)).toBe(undefined)
  })

  it('takes only those whom the subject token lets act', () => {
    const subject = { sub: 'subject', may_act: { sub: 'service', client_id: 'api' } }
    expect(nameActor(subject, { sub: 'service', azp: 'api' })).toMatchObject({ sub: 'service' })
    for (const other of [{ sub: 'other', azp: 'api' }, { sub: 'service', azp: 'other' }, { sub: 'service' }]) {
      expect(() => nameActor(subject, other)).toThrow('Actor not allowed to act for the subject')
    }
  })
})
