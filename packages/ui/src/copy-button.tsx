import { ActionIcon, CopyButton as MantineCopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import classes from './copy-button.module.css'
import { useUiText } from './ui-text.ts'

export interface CopyButtonProps {
  readonly value: string
  /** What is copied: "Client ID". */
  readonly name: string
}

/** Copies a value and says that it did. */
export function CopyButton({ value, name }: CopyButtonProps) {
  const text = useUiText()
  return (
    <MantineCopyButton value={value} timeout={2000}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? text('ui.copied') : text('ui.copyNamed', { name })}>
          <ActionIcon
            size="sm"
            color={copied ? 'green' : 'gray'}
            aria-label={copied ? text('ui.copied') : text('ui.copyNamed', { name })}
            onClick={(event) => {
              event.stopPropagation()
              copy()
            }}
          >
            {copied ? <IconCheck size={14} stroke={1.5} /> : <IconCopy size={14} stroke={1.5} />}
          </ActionIcon>
        </Tooltip>
      )}
    </MantineCopyButton>
  )
}

/** An id or address in the fixed-width face with its copy button. */
export function CopyText({ value, name }: CopyButtonProps) {
  return (
    <span className={classes['copyText']}>
      <code className={`zt-truncate ${classes['value']}`} title={value}>
        {value}
      </code>
      <CopyButton value={value} name={name} />
    </span>
  )
}
