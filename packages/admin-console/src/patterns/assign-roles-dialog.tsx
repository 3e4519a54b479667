import {
  Alert,
  Button,
  Checkbox,
  Group,
  Loader,
  Modal,
  ScrollArea,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { listClientRoles, listRealmRoles, type RoleRepresentation } from '@ztrust/contract/admin/roles'
import { useEndpoint, useFailureText } from '@ztrust/ui/use-api.tsx'
import { type FormEvent, useState } from 'react'
import { useRealmName } from '../route-parameters.ts'
import { useText } from '../text.ts'
import classes from './assign-roles-dialog.module.css'
import { ClientSelect } from './client-select.tsx'
import { plainDescription } from './role-description.ts'

export interface AssignRolesDialogProps {
  readonly title: string
  /** Ids that are assigned already. */
  readonly taken: ReadonlySet<string>
  readonly onClose: () => void
  readonly onAssign: (roles: readonly RoleRepresentation[]) => Promise<unknown>
}

const shown = 100

/** Chooses realm roles and roles of clients, several at once. */
export function AssignRolesDialog({ title, taken, onClose, onAssign }: AssignRolesDialogProps) {
  const text = useText()
  const failureText = useFailureText()
  const [kind, setKind] = useState<'realm' | 'client'>('realm')
  const [clientId, setClientId] = useState<string>()
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<ReadonlyMap<string, RoleRepresentation>>(new Map())
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const roles = useAssignableRoles(kind, clientId, search)

  const toggle = (role: RoleRepresentation, isChosen: boolean) => {
    const next = new Map(chosen)
    if (isChosen) next.set(role.id ?? '', role)
    else next.delete(role.id ?? '')
    setChosen(next)
  }
  const assign = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      await onAssign([...chosen.values()])
      onClose()
    } catch (caught) {
      setError(caught)
      setBusy(false)
    }
  }
  const isWaiting = roles.data === undefined && (kind === 'realm' || clientId !== undefined)
  return (
    <Modal opened onClose={onClose} title={title} size={560}>
      <form onSubmit={assign}>
        <Stack>
          <SegmentedControl
            value={kind}
            onChange={(value) => setKind(value === 'client' ? 'client' : 'realm')}
            data={[
              { value: 'realm', label: text('roles.realmRoles') },
              { value: 'client', label: text('roles.clientRoles') },
            ]}
          />
          {kind === 'client' ? <ClientSelect value={clientId} onChange={setClientId} /> : null}
          <TextInput
            data-autofocus
            type="search"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            placeholder={text('roles.search')}
            aria-label={text('roles.search')}
            leftSection={<IconSearch size={16} stroke={1.5} />}
            disabled={kind === 'client' && clientId === undefined}
          />
          <ScrollArea h={300} type="auto">
            {isWaiting && roles.error === null ? <Loader role="status" aria-label={text('shell.loading')} /> : null}
            {roles.error === null ? null : <Alert color="red">{failureText(roles.error)}</Alert>}
            {roles.data?.length === 0 ? <Text c="dimmed">{text('roles.noMatch')}</Text> : null}
            {kind === 'client' && clientId === undefined ? <Text c="dimmed">{text('roles.chooseClient')}</Text> : null}
            {(roles.data ?? []).map((role) => {
              const isTaken = taken.has(role.id ?? '')
              return (
                <Checkbox
                  key={role.id}
                  className={classes['choice'] ?? ''}
                  label={role.name}
                  description={isTaken ? text('roles.assignedAlready') : plainDescription(role)}
                  checked={isTaken || chosen.has(role.id ?? '')}
                  disabled={isTaken}
                  onChange={(event) => toggle(role, event.currentTarget.checked)}
                />
              )
            })}
            {roles.data?.length === shown ? <Text c="dimmed">{text('roles.moreSearch')}</Text> : null}
          </ScrollArea>
          {error === undefined ? null : (
            <Alert color="red" role="alert">
              {failureText(error)}
            </Alert>
          )}
          <Group justify="space-between">
            <Text c="dimmed" role="status">
              {text('roles.chosen', { count: chosen.size })}
            </Text>
            <Button type="submit" loading={isBusy} disabled={chosen.size === 0}>
              {text('roles.assign')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function useAssignableRoles(kind: 'realm' | 'client', clientId: string | undefined, search: string) {
  const realm = useRealmName()
  const [asked] = useDebouncedValue(search.trim(), 200)
  const query = { first: 0, max: shown, briefRepresentation: true, ...(asked === '' ? {} : { search: asked }) }
  const ofRealm = useEndpoint(listRealmRoles, { params: { realm }, query }, { enabled: kind === 'realm' })
  const ofClient = useEndpoint(
    listClientRoles,
    { params: { realm, id: clientId ?? '' }, query },
    { enabled: kind === 'client' && clientId !== undefined },
  )
  return kind === 'realm' ? ofRealm : ofClient
}
