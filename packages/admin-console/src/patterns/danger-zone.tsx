import { Box, Button } from '@mantine/core'
import { SectionCard } from '@ztrust/ui/section-card.tsx'
import { useText } from '../text.ts'

export interface DangerZoneProps {
  readonly description: string
  /** The verb and the thing: "Delete user". */
  readonly label: string
  readonly onClick: () => void
}

/** Stands last on its page, as wide as the form above it. */
export function DangerZone({ description, label, onClick }: DangerZoneProps) {
  const text = useText()
  return (
    <Box maw="var(--zt-content-width)">
      <SectionCard
        dangerous
        title={text('common.dangerZone')}
        description={description}
        actions={
          <Button color="red" variant="light" flex="none" onClick={onClick}>
            {label}
          </Button>
        }
      />
    </Box>
  )
}
