import { Skeleton, Stack } from '@mantine/core'
import { IconMapSearch } from '@tabler/icons-react'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { EmptyState } from '@ztrust/ui/empty-state.tsx'
import { ErrorState } from '@ztrust/ui/error-state.tsx'
import { useText } from '../text.ts'
import { usePageCrumbs } from './crumbs.tsx'

export function PageNotFound() {
  const text = useText()
  usePageCrumbs([{ label: text('shell.notFound') }])
  return <EmptyState icon={IconMapSearch} title={text('shell.notFound')} description={text('shell.notFoundHelp')} />
}

/** Also what a page says whose code could not be loaded, for example after an update of the server. */
export function PageFailure({ error }: ErrorComponentProps) {
  return <ErrorState error={error} onRetry={() => window.location.reload()} />
}

export function PagePending() {
  return (
    <Stack gap="lg" aria-hidden>
      <Skeleton height={34} width={240} radius="md" />
      <Skeleton height={36} maw={420} radius="md" />
      <Skeleton height={320} radius="lg" />
    </Stack>
  )
}
