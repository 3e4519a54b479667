import { ActionIcon, Loader, Text } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { type GroupRepresentation, listChildGroups, listGroups } from '@ztrust/contract/admin/groups'
import { ErrorState } from '@ztrust/ui/error-state.tsx'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { type ReactNode, useState } from 'react'
import { useRealmName } from '../route-parameters.ts'
import { useText } from '../text.ts'
import classes from './group-tree.module.css'

export interface GroupTreeProps {
  readonly search: string
  /** How a group is shown: a link, a choice. */
  readonly renderGroup: (group: GroupRepresentation, pathShown: boolean) => ReactNode
  /** Instead of the tree when the realm has no groups at all. */
  readonly empty: ReactNode
}

const shown = 100

/** The groups from the top, children loaded when they are opened; with a search all that match, by path. */
export function GroupTree({ search, renderGroup, empty }: GroupTreeProps) {
  const text = useText()
  const realm = useRealmName()
  const isSearching = search !== ''
  const answer = useEndpoint(
    listGroups,
    {
      params: { realm },
      query: { first: 0, max: shown, ...(isSearching ? { search, populateHierarchy: false } : {}) },
    },
    { keepPrevious: true },
  )
  if (answer.error !== null) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
  if (answer.data === undefined) {
    return (
      <div className={classes['message']}>
        <Loader role="status" aria-label={text('shell.loading')} />
      </div>
    )
  }
  const groups = isSearching ? flatten(answer.data).filter((group) => matches(group, search)) : answer.data
  if (groups.length === 0) {
    return isSearching ? <Text className={classes['message'] ?? ''}>{text('groups.noMatch')}</Text> : empty
  }
  return (
    <>
      <ul className={classes['tree']} aria-label={text('groups.title')}>
        {groups.map((group) =>
          isSearching ? (
            <li key={group.id} className={classes['row']}>
              {renderGroup(group, true)}
            </li>
          ) : (
            <Branch key={group.id} group={group} renderGroup={renderGroup} />
          ),
        )}
      </ul>
      {answer.data.length === shown ? <Text className={classes['message'] ?? ''}>{text('groups.more')}</Text> : null}
    </>
  )
}

interface BranchProps extends Pick<GroupTreeProps, 'renderGroup'> {
  readonly group: GroupRepresentation
}

function Branch({ group, renderGroup }: BranchProps) {
  const text = useText()
  const [isOpen, setOpen] = useState(false)
  const hasChildren = (group.subGroupCount ?? group.subGroups?.length ?? 0) > 0
  return (
    <li>
      <div className={classes['row']}>
        {hasChildren ? (
          <ActionIcon
            size="sm"
            aria-expanded={isOpen}
            aria-label={text(isOpen ? 'groups.close' : 'groups.open', { name: group.name })}
            onClick={() => setOpen(!isOpen)}
          >
            <IconChevronRight size={16} stroke={1.5} className={classes['chevron'] ?? ''} data-open={isOpen} />
          </ActionIcon>
        ) : (
          <span className={classes['leaf']} />
        )}
        {renderGroup(group, false)}
      </div>
      {isOpen ? <Children parent={group} renderGroup={renderGroup} /> : null}
    </li>
  )
}

function Children({
  parent,
  renderGroup,
}: { readonly parent: GroupRepresentation } & Pick<GroupTreeProps, 'renderGroup'>) {
  const text = useText()
  const realm = useRealmName()
  const answer = useEndpoint(listChildGroups, {
    params: { realm, id: parent.id ?? '' },
    query: { first: 0, max: shown },
  })
  if (answer.error !== null) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
  return (
    <ul className={classes['children']} aria-busy={answer.data === undefined}>
      {answer.data === undefined ? (
        <li className={classes['row']}>
          <Loader size="xs" role="status" aria-label={text('shell.loading')} />
        </li>
      ) : (
        answer.data.map((group) => <Branch key={group.id} group={group} renderGroup={renderGroup} />)
      )}
      {answer.data?.length === shown ? <li className={classes['message']}>{text('groups.more')}</li> : null}
    </ul>
  )
}

function flatten(groups: readonly GroupRepresentation[]): readonly GroupRepresentation[] {
  return groups.flatMap((group) => [group, ...flatten(group.subGroups ?? [])])
}

function matches(group: GroupRepresentation, search: string): boolean {
  return (group.name ?? '').toLowerCase().includes(search.toLowerCase())
}
