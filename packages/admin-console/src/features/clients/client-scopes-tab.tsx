import { NativeSelect } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import { type ClientScopeRepresentation, listClientScopes } from '@ztrust/contract/admin/client-scopes'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useMemo } from 'react'
import { SimpleTable } from '../../patterns/simple-table.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'
import { type ScopeAssignment, useClientScopes } from './use-client-scopes.ts'

const assignments = ['default', 'optional', 'none'] as const

/** Every client scope of the realm and how this client has it. */
export function ClientScopesTab({ clientId }: { readonly clientId: string }) {
  const text = useText()
  const realm = useRealmName()
  const mayManage = useAccess().mayAny('manage-clients')
  const scopes = useEndpoint(listClientScopes, { params: { realm } })
  const { assignmentOf, assign, isReady } = useClientScopes(clientId)
  // Sorted as they were when they came: a row must not jump away under the hand that changes it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: later assignments do not count
  const rows = useMemo(() => {
    if (!isReady) return undefined
    const order = (scope: ClientScopeRepresentation) => assignments.indexOf(assignmentOf(scope.id ?? ''))
    return scopes.data
      ?.filter((scope) => scope.protocol !== 'saml')
      .sort((one, other) => order(one) - order(other) || (one.name ?? '').localeCompare(other.name ?? ''))
  }, [isReady, scopes.data])
  return (
    <SimpleTable<ClientScopeRepresentation>
      label={text('client.scopes')}
      description={text('scopes.help')}
      answer={{ data: rows, error: scopes.error, refetch: scopes.refetch }}
      rowId={(scope) => scope.id ?? ''}
      rowName={(scope) => scope.name ?? ''}
      empty={{ icon: IconListDetails, title: text('scopes.emptyTitle') }}
      columns={[
        { id: 'name', header: text('scopes.name'), render: (scope) => scope.name },
        {
          id: 'description',
          header: text('common.description'),
          hideOnPhone: true,
          render: (scope) => scope.description,
        },
        {
          id: 'assigned',
          header: text('scopes.assigned'),
          width: '11rem',
          render: (scope) => (
            <NativeSelect
              size="xs"
              aria-label={text('scopes.assignmentOf', { name: scope.name })}
              value={assignmentOf(scope.id ?? '')}
              disabled={!mayManage}
              data={assignments.map((value) => ({ value, label: text(`scopes.${value}`) }))}
              onChange={(event) => void assign(scope, readAssignment(event.currentTarget.value))}
            />
          ),
        },
      ]}
    />
  )
}

function readAssignment(value: string): ScopeAssignment {
  return assignments.find((one) => one === value) ?? 'none'
}
