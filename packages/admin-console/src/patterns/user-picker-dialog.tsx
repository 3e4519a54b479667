import { Alert, Button, Loader, Modal, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCheck, IconSearch } from '@tabler/icons-react'
import { listUsers, type UserRepresentation } from '@ztrust/contract/admin/users'
import { useEndpoint, useFailureText } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { useRealmName } from '../route-parameters.ts'
import { useText } from '../text.ts'

export interface UserPickerDialogProps {
  readonly title: string
  /** Ids that cannot be chosen. */
  readonly taken: ReadonlySet<string>
  readonly onClose: () => void
  /** The dialog stays open, so that several can be chosen one after another. */
  readonly onPick: (user: UserRepresentation) => Promise<unknown>
}

export function UserPickerDialog({ title, taken, onClose, onPick }: UserPickerDialogProps) {
  const text = useText()
  const realm = useRealmName()
  const failureText = useFailureText()
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search.trim(), 200)
  const [busy, setBusy] = useState<string>()
  const [error, setError] = useState<unknown>()
  const query = { first: 0, max: 50, briefRepresentation: true, ...(asked === '' ? {} : { search: asked }) }
  const users = useEndpoint(listUsers, { params: { realm }, query }, { keepPrevious: true })

  const pick = async (user: UserRepresentation) => {
    setBusy(user.id)
    setError(undefined)
    try {
      await onPick(user)
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(undefined)
    }
  }
  const failure = error ?? users.error
  return (
    <Modal opened onClose={onClose} title={title} size={520}>
      <Stack>
        <TextInput
          data-autofocus
          type="search"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder={text('group.searchUsers')}
          aria-label={text('group.searchUsers')}
          leftSection={<IconSearch size={16} stroke={1.5} />}
        />
        {failure === undefined || failure === null ? null : (
          <Alert color="red" role="alert">
            {failureText(failure)}
          </Alert>
        )}
        <ScrollArea h={360} type="auto">
          {users.data === undefined && users.error === null ? (
            <Loader role="status" aria-label={text('shell.loading')} />
          ) : null}
          {users.data?.length === 0 ? <Text c="dimmed">{text('group.noUserFound')}</Text> : null}
          {(users.data ?? []).map((user) => {
            const isTaken = taken.has(user.id ?? '')
            const name = [user.firstName, user.lastName].filter(Boolean).join(' ')
            return (
              <Button
                key={user.id}
                variant="subtle"
                color="gray"
                justify="flex-start"
                fullWidth
                disabled={isTaken}
                loading={busy === user.id}
                rightSection={isTaken ? <IconCheck size={16} stroke={1.5} /> : null}
                onClick={() => void pick(user)}
              >
                {[user.username, name, user.email].filter(Boolean).join(' · ')}
              </Button>
            )
          })}
        </ScrollArea>
      </Stack>
    </Modal>
  )
}
