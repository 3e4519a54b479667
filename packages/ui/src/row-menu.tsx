import { ActionIcon, Menu } from '@mantine/core'
import { type Icon, IconDots } from '@tabler/icons-react'
import { useUiText } from './ui-text.ts'

export interface RowAction {
  readonly label: string
  readonly icon?: Icon
  readonly onClick: () => void
  /** Stands last and in red. */
  readonly dangerous?: boolean
  readonly disabled?: boolean
}

export interface RowMenuProps {
  /** Name of what the actions are for. */
  readonly name: string
  readonly actions: readonly RowAction[]
}

/** The actions of a row or page behind three dots. Dangerous ones stand last, below a line. */
export function RowMenu({ name, actions }: RowMenuProps) {
  const text = useUiText()
  const harmless = actions.filter((action) => action.dangerous !== true)
  const dangerous = actions.filter((action) => action.dangerous === true)
  if (actions.length === 0) return null
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon aria-label={text('ui.table.actionsOf', { name })}>
          <IconDots size={18} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {harmless.map((action) => (
          <RowMenuItem key={action.label} action={action} />
        ))}
        {harmless.length > 0 && dangerous.length > 0 ? <Menu.Divider /> : null}
        {dangerous.map((action) => (
          <RowMenuItem key={action.label} action={action} />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function RowMenuItem({ action }: { readonly action: RowAction }) {
  const IconOf = action.icon
  return (
    <Menu.Item
      leftSection={IconOf === undefined ? null : <IconOf size={16} stroke={1.5} />}
      onClick={action.onClick}
      disabled={action.disabled === true}
      {...(action.dangerous ? { color: 'red' } : {})}
    >
      {action.label}
    </Menu.Item>
  )
}
