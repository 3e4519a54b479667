import { expect, test } from 'vitest'
import { fromProfileValues, type ProfileAttribute, toProfileValues } from './profile-values.ts'

const attribute = (name: string, change: Partial<ProfileAttribute> = {}): ProfileAttribute => ({
  name,
  required: false,
  readOnly: false,
  multivalued: false,
  validators: {},
  ...change,
})

test('values stand in the order of the attributes, dots in names included', () => {
  const attributes = [attribute('email'), attribute('a.b', { multivalued: true }), attribute('phone')]
  const values = toProfileValues({ email: 'a@b.test', attributes: { 'a.b': ['1', '2'] } }, attributes)
  expect(values.fields.map((field) => field.values)).toEqual([['a@b.test'], ['1', '2'], []])
})

test('what is sent is trimmed, and holds nothing the person may not change', () => {
  const attributes = [attribute('username', { readOnly: true }), attribute('lastName'), attribute('tags')]
  const fields = [{ values: ['root'] }, { values: ['  King '] }, { values: ['x', ' '] }]
  expect(fromProfileValues({ fields }, attributes)).toEqual({ lastName: 'King', attributes: { tags: ['x'] } })
})

test('an emptied field is sent as empty, so that it is cleared', () => {
  const attributes = [attribute('lastName'), attribute('phone')]
  const fields = [{ values: [''] }, { values: [] }]
  expect(fromProfileValues({ fields }, attributes)).toEqual({ lastName: '', attributes: { phone: [] } })
})
