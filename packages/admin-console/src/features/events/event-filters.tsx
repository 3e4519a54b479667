import { Button, Group, Popover, Stack, TextInput } from '@mantine/core'
import { IconAdjustments, IconRefresh } from '@tabler/icons-react'
import type { TableState } from '@ztrust/ui/table-state'
import { type FormEvent, useState } from 'react'
import { useText } from '../../text.ts'

export interface TextFilter {
  /** Name in the address and in the query of the server. */
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'date'
}

export interface EventFiltersProps {
  readonly filters: readonly TextFilter[]
  readonly state: TableState
  readonly onStateChange: (change: Partial<TableState>) => void
  readonly onRefresh: () => void
  readonly isRefreshing: boolean
}

/** Filters that are typed: ids, addresses and dates. Those that are on are shown as chips by the list. */
export function EventFilters({ filters, state, onStateChange, onRefresh, isRefreshing }: EventFiltersProps) {
  const text = useText()
  const [isOpen, setOpen] = useState(false)
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = new FormData(event.currentTarget)
    const own = new Set(filters.map((filter) => filter.name))
    const others = Object.entries(state.filters).filter(([name]) => !own.has(name))
    const values = filters.flatMap(({ name }) => {
      const value = typed.get(name)
      return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()] as const] : []
    })
    onStateChange({ filters: Object.fromEntries([...others, ...values]) })
    setOpen(false)
  }
  return (
    <Group gap="xs">
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" width={300} trapFocus>
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconAdjustments size={16} stroke={1.5} />}
            onClick={() => setOpen(!isOpen)}
          >
            {text('events.moreFilters')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={text('events.moreFilters')}>
          <form onSubmit={apply}>
            <Stack gap="sm">
              {filters.map((filter) => (
                <TextInput
                  key={filter.name}
                  name={filter.name}
                  label={filter.label}
                  type={filter.type ?? 'text'}
                  defaultValue={state.filters[filter.name] ?? ''}
                  autoComplete="off"
                />
              ))}
              <Button type="submit">{text('events.apply')}</Button>
            </Stack>
          </form>
        </Popover.Dropdown>
      </Popover>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} stroke={1.5} />}
        loading={isRefreshing}
        onClick={onRefresh}
      >
        {text('events.refresh')}
      </Button>
    </Group>
  )
}
