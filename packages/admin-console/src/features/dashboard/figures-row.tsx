import { SimpleGrid, Skeleton } from '@mantine/core'
import { type Icon, IconApps, IconDevices, IconUser, IconUsersGroup } from '@tabler/icons-react'
import { AppLink } from '@ztrust/ui/app-link.tsx'
import { useIntl } from 'react-intl'
import { pathTo } from '../../paths.ts'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'
import classes from './dashboard.module.css'
import { countedUpTo, useFigures } from './use-figures.ts'

const figures = [
  { name: 'users', icon: IconUser, path: pathTo.users, isCounted: true },
  { name: 'sessions', icon: IconDevices, path: pathTo.sessions, isCounted: false },
  { name: 'clients', icon: IconApps, path: pathTo.clients, isCounted: false },
  { name: 'groups', icon: IconUsersGroup, path: pathTo.groups, isCounted: true },
] as const

/** How many there are of each, and the way to them. */
export function FiguresRow() {
  const text = useText()
  const intl = useIntl()
  const realm = useRealmName()
  const { counts, may } = useFigures(realm)
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="md">
      {figures
        .filter((figure) => may[figure.name])
        .map(({ name, icon, path, isCounted }) => {
          const count = counts[name]
          const isMore = !isCounted && count !== undefined && count > countedUpTo
          const shown =
            count === undefined
              ? undefined
              : isMore
                ? text('dashboard.more', { count: countedUpTo })
                : intl.formatNumber(count)
          return <Figure key={name} label={text(`dashboard.${name}`)} icon={icon} path={path(realm)} value={shown} />
        })}
    </SimpleGrid>
  )
}

interface FigureProps {
  readonly label: string
  readonly icon: Icon
  readonly path: string
  readonly value: string | undefined
}

function Figure({ label, icon: IconOf, path, value }: FigureProps) {
  return (
    <AppLink to={path} className={classes['figure']}>
      <span className={classes['figureLabel']}>
        <IconOf size={16} stroke={1.5} aria-hidden />
        {label}
      </span>
      {value === undefined ? (
        <Skeleton height={28} width={56} my={4} />
      ) : (
        <span className={`zt-tabular ${classes['figureValue']}`}>{value}</span>
      )}
    </AppLink>
  )
}
