import { describe, expect, it } from 'vitest'
import type { ProtocolMapperType } from '../spi/protocol-mapper.ts'
import { type ActiveMapper, planMappers } from './mapper-plan.ts'

function active(type: Partial<ProtocolMapperType>, claimName?: string): ActiveMapper {
  return {
    type: {
      ...{ id: 'test', protocol: 'openid-connect', displayName: '', category: '', helpText: '', priority: 0 },
      config: [],
      apply: () => {},
      ...type,
    },
    mapper: {
      ...{ id: 'm', realmId: 'r', clientScopeId: 's', name: 'm', protocol: 'openid-connect', mapper: 'test' },
      config: claimName === undefined ? {} : { 'claim.name': claimName },
    },
  }
}

describe('a plan of mappers', () => {
  it('keeps apart what looks at the session', () => {
    const steady = active({ isSteady: true }, 'department')
    const other = active({ writes: ['amr'] })
    expect(planMappers([steady, other])).toMatchObject({ steady: [steady], others: [other] })
  })

  it('names every claim the others may write: the whole name and its first part', () => {
    const plan = planMappers([active({}, 'session.start'), active({}, String.raw`a\.b`), active({ writes: ['acr'] })])
    expect([...(plan.namesOfOthers ?? [])].sort()).toEqual(['a.b', String.raw`a\.b`, 'acr', 'session', 'session.start'])
  })

  it('cannot tell when a kind says nothing of what it writes', () => {
    expect(planMappers([active({ isSteady: true }, 'x'), active({})]).namesOfOthers).toBeUndefined()
  })
})
