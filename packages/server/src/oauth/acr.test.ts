import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultClientSettings } from '../model/client/default-client-settings.ts'
import { defaultRealmSettings } from '../model/realm/default-realm-settings.ts'
import { readLevelRequest, toAcr } from './acr.ts'

type Attributes = Readonly<Record<string, string>>

function place(ofClient: Attributes = {}, ofRealm: Attributes = { 'acr.loa.map': '{"bronze":1,"silver":2,"gold":3}' }) {
  return {
    realm: { realm: { settings: { ...defaultRealmSettings, attributes: ofRealm } } },
    client: { client: { settings: { ...defaultClientSettings, attributes: ofClient } } },
  }
}

const claims = (acr: unknown) => ({ claims: JSON.stringify({ id_token: { acr } }) })

describe('the level a request asks for', () => {
  it.each<[string, Record<string, string>, Attributes, ReturnType<typeof readLevelRequest>]>([
    ['nothing', {}, {}, undefined],
    ['a name', { acr_values: 'gold' }, {}, { level: 3, isForced: false }],
    ['a number', { acr_values: '7' }, {}, { level: 7, isForced: false }],
    ['the lowest of several', { acr_values: 'gold  silver' }, {}, { level: 2, isForced: false }],
    ['any for an unknown name', { acr_values: 'unknown' }, {}, { level: 0, isForced: false }],
    ['a wish by claims', claims({ values: ['gold'] }), {}, { level: 3, isForced: false }],
    ['a demand', claims({ essential: true, value: 'gold' }), {}, { level: 3, isForced: true }],
    ['a demand without value is none', claims({ essential: true }), {}, undefined],
    [
      'a demand over a wish',
      { ...claims({ essential: true, values: ['gold'] }), acr_values: 'bronze' },
      {},
      { level: 3, isForced: true },
    ],
    ['null is a wish for nothing', claims(null), {}, undefined],
    ['claims that are no JSON', { claims: '{' }, {}, undefined],
    ['the default', {}, { 'default.acr.values': 'silver##gold' }, { level: 2, isForced: false }],
    ['not the default', { acr_values: 'bronze' }, { 'default.acr.values': 'gold' }, { level: 1, isForced: false }],
    ['the minimum', {}, { 'minimum.acr.value': 'silver' }, { level: 2, isForced: true }],
    [
      'not below the minimum',
      { acr_values: 'bronze gold' },
      { 'minimum.acr.value': 'silver' },
      { level: 3, isForced: true },
    ],
    [
      'by the names of the client',
      { acr_values: 'a gold' },
      { 'acr.loa.map': '{"a":5}' },
      { level: 0, isForced: false },
    ],
  ])('%s', (_what, parameters, attributes, expected) => {
    expect(readLevelRequest(parameters, place(attributes))).toEqual(expected)
  })

  it('cannot be an essential value that nobody knows, or that is below the minimum', () => {
    const refuse = (parameters: Record<string, string>, attributes: Attributes = {}) =>
      expect(() => readLevelRequest(parameters, place(attributes))).toThrow('Invalid parameter: claims')
    refuse(claims({ essential: true, values: ['unknown'] }))
    refuse(claims({ essential: true, values: ['bronze'] }), { 'minimum.acr.value': 'gold' })
  })

  it('never is below the minimum, whatever is asked for', () => {
    const names = fc.array(fc.constantFrom('bronze', 'silver', 'gold', '0', '1', '2', '3', '9', 'x', '__proto__'))
    fc.assert(
      fc.property(names, fc.constantFrom('1', '2', '3', 'silver', 'gold'), (values, minimum) => {
        const at = place({ 'minimum.acr.value': minimum })
        const floor = readLevelRequest({ acr_values: minimum }, place())?.level ?? 0
        expect(readLevelRequest({ acr_values: values.join(' ') }, at)?.level).toBeGreaterThanOrEqual(floor)
      }),
    )
  })
})

describe('the acr of a level', () => {
  it.each<[number, Record<string, string>, Attributes, string]>([
    [1, {}, {}, 'bronze'],
    [0, {}, {}, '0'],
    [9, {}, {}, 'gold'],
    [2, { acr_values: 'bronze' }, {}, 'bronze'],
    [2, { acr_values: '0' }, {}, '0'],
    [2, { acr_values: 'gold' }, {}, 'silver'],
    [3, claims({ essential: true, values: ['bronze', 'gold'] }), {}, 'gold'],
    [1, {}, { 'acr.loa.map': '{"own":1}' }, 'own'],
    [1, {}, { 'acr.loa.map': '{"own":2}' }, '1'],
  ])('%i', (level, parameters, attributes, expected) => {
    expect(toAcr(level, parameters, place(attributes))).toBe(expected)
  })

  it('is a number where nothing is mapped', () => {
    expect(toAcr(1, { acr_values: 'gold' }, place({}, {}))).toBe('1')
  })

  it('never stands for more than was reached', () => {
    const levels: Readonly<Record<string, number>> = { bronze: 1, silver: 2, gold: 3 }
    const names = fc.array(fc.constantFrom('bronze', 'silver', 'gold', '0', '1', '2', '3', '9'))
    fc.assert(
      fc.property(names, fc.integer({ min: 0, max: 4 }), (values, reached) => {
        const acr = toAcr(reached, { acr_values: values.join(' ') }, place())
        expect(levels[acr] ?? Number(acr)).toBeLessThanOrEqual(reached)
      }),
    )
  })
})
