import { Group, Skeleton, Stack } from '@mantine/core'

/** Stands where the page of a thing will stand, in its size. */
export function DetailSkeleton() {
  return (
    <Stack gap="lg" aria-hidden>
      <Group gap="md">
        <Skeleton height={48} width={48} circle />
        <Stack gap={6}>
          <Skeleton height={28} width={260} />
          <Skeleton height={14} width={320} />
        </Stack>
      </Group>
      <Skeleton height={36} />
      <Stack gap="md" maw={640}>
        {[1, 2, 3, 4].map((row) => (
          <Skeleton key={row} height={56} />
        ))}
      </Stack>
    </Stack>
  )
}
