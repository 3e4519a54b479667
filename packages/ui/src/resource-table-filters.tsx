import { Button, CloseButton, Menu } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { Fragment } from 'react'
import classes from './resource-table.module.css'
import type { TableState } from './table-state.ts'
import { useUiText } from './ui-text.ts'

export interface FilterDefinition {
  /** Name in the address. */
  readonly name: string
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

export interface FiltersProps {
  readonly filters: readonly FilterDefinition[]
  readonly state: TableState
  readonly onStateChange: (change: Partial<TableState>) => void
}

/** One button with every filter and value; a second click takes the value away again. */
export function FilterMenu({ filters, state, onStateChange }: FiltersProps) {
  const text = useUiText()
  // Filters that are typed elsewhere have no values to choose from; they only appear as chips.
  const chosen = filters.filter((filter) => filter.options.length > 0)
  const choose = (name: string, value: string) => {
    const { [name]: current, ...others } = state.filters
    onStateChange({ filters: current === value ? others : { ...others, [name]: value } })
  }
  return (
    <Menu position="bottom-start" width={240} closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconFilter size={16} stroke={1.5} />}>
          {text('ui.table.filter')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} className={classes['scroll'] ?? ''}>
        {chosen.map((filter) => (
          <Fragment key={filter.name}>
            <Menu.Label>{filter.label}</Menu.Label>
            {filter.options.map((option) => (
              <Menu.RadioItem
                key={option.value}
                value={option.value}
                checked={state.filters[filter.name] === option.value}
                onChange={() => choose(filter.name, option.value)}
              >
                {option.label}
              </Menu.RadioItem>
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** What is filtered by, each with a way to stop it. */
export function FilterChips({ filters, state, onStateChange }: FiltersProps) {
  const text = useUiText()
  const active = filters.filter((filter) => state.filters[filter.name] !== undefined)
  if (active.length === 0) return null
  return (
    <ul className={classes['chips']}>
      {active.map((filter) => {
        const { [filter.name]: value = '', ...others } = state.filters
        const label = filter.options.find((option) => option.value === value)?.label ?? value
        return (
          <li key={filter.name} className={classes['chip']}>
            <span className={classes['chipName']}>{filter.label}</span> {label}
            <CloseButton
              size="xs"
              aria-label={text('ui.table.removeFilter', { name: `${filter.label} ${label}` })}
              onClick={() => onStateChange({ filters: others })}
            />
          </li>
        )
      })}
    </ul>
  )
}
