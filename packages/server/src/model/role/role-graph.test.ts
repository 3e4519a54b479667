import { describe, expect, it } from 'vitest'
import type { Role } from './role.ts'
import { makeRoleGraph } from './role-graph.ts'

const role = (id: string, clientId?: string): Role => ({
  id,
  realmId: 'r',
  name: id,
  attributes: {},
  ...(clientId === undefined ? {} : { clientId }),
})
const edge = (parentId: string, childId: string) => ({ parentId, childId })
const graph = makeRoleGraph(
  [role('admin'), role('view', 'app'), role('manage', 'app'), role('other', 'shop'), role('alone')],
  [edge('admin', 'manage'), edge('manage', 'view'), edge('view', 'manage'), edge('admin', 'other')],
)

describe('what roles reach', () => {
  it('is everything they contain, each once, also in a circle', () => {
    expect(
      graph
        .closure(['admin', 'admin', 'unknown'])
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['admin', 'manage', 'other', 'view'])
  })

  it('is found by container without what belongs elsewhere', () => {
    const reach = graph.reach(['admin'])
    expect(
      reach
        .inContainer('app')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['manage', 'view'])
    expect(reach.inContainer('r').map(({ id }) => id)).toEqual(['admin'])
    expect(reach.inContainer('nowhere')).toEqual([])
    expect([reach.has('view'), reach.has('alone'), reach.has('unknown')]).toEqual([true, false, false])
  })

  it('is the same whatever the order, and another for other roles', () => {
    expect(graph.reach(['other', 'alone'])).toBe(graph.reach(['alone', 'other']))
    expect(graph.reach(['alone']).roles.map(({ id }) => id)).toEqual(['alone'])
    expect(graph.reach([]).roles).toEqual([])
  })
})
