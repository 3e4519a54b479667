import { Alert, Button, Modal, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCheck, IconSearch } from '@tabler/icons-react'
import type { GroupRepresentation } from '@ztrust/contract/admin/groups'
import { useFailureText } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { useText } from '../text.ts'
import { GroupTree } from './group-tree.tsx'

export interface GroupPickerDialogProps {
  readonly title: string
  /** Ids that cannot be chosen. */
  readonly taken: ReadonlySet<string>
  readonly onClose: () => void
  /** The dialog stays open, so that several can be chosen one after another. */
  readonly onPick: (group: GroupRepresentation) => Promise<unknown>
}

export function GroupPickerDialog({ title, taken, onClose, onPick }: GroupPickerDialogProps) {
  const text = useText()
  const failureText = useFailureText()
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search.trim(), 200)
  const [busy, setBusy] = useState<string>()
  const [error, setError] = useState<unknown>()

  const pick = async (group: GroupRepresentation) => {
    setBusy(group.id)
    setError(undefined)
    try {
      await onPick(group)
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(undefined)
    }
  }
  return (
    <Modal opened onClose={onClose} title={title} size={520}>
      <Stack>
        <TextInput
          data-autofocus
          type="search"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder={text('groups.search')}
          aria-label={text('groups.search')}
          leftSection={<IconSearch size={16} stroke={1.5} />}
        />
        {error === undefined ? null : (
          <Alert color="red" role="alert">
            {failureText(error)}
          </Alert>
        )}
        <ScrollArea h={360} type="auto">
          <GroupTree
            search={asked}
            empty={<Text c="dimmed">{text('groups.emptyTitle')}</Text>}
            renderGroup={(group, pathShown) => {
              const isTaken = taken.has(group.id ?? '')
              return (
                <Button
                  variant="subtle"
                  color="gray"
                  size="compact-md"
                  justify="flex-start"
                  fullWidth
                  disabled={isTaken}
                  loading={busy === group.id}
                  rightSection={isTaken ? <IconCheck size={16} stroke={1.5} /> : null}
                  onClick={() => void pick(group)}
                >
                  {pathShown ? group.path : group.name}
                </Button>
              )
            }}
          />
        </ScrollArea>
      </Stack>
    </Modal>
  )
}
