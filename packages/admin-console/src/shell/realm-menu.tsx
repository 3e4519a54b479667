import { Combobox, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCheck, IconPlus } from '@tabler/icons-react'
import { listRealms } from '@ztrust/contract/admin/realms'
import { useAppNavigation } from '@ztrust/ui/app-link.tsx'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { pathTo } from '../paths.ts'
import { useRealmName } from '../route-parameters.ts'
import { useText } from '../text.ts'
import { useAccess } from './access.tsx'
import { RealmButton } from './realm-button.tsx'
import classes from './realm-switcher.module.css'

export interface RealmMenuProps {
  readonly isCollapsed: boolean
  readonly recent: readonly string[]
  readonly onCreate: () => void
}

const shown = 20
/** Values of options: no realm can be called so, for its name has no blanks. */
const createValue = 'create realm'

/** Recent realms first, all by search; opens as soon as it is there. */
export default function RealmMenu({ isCollapsed, recent, onCreate }: RealmMenuProps) {
  const realm = useRealmName()
  const text = useText()
  const { me } = useAccess()
  const { navigate } = useAppNavigation()
  const [search, setSearch] = useState('')
  const [asked] = useDebouncedValue(search.trim(), 200)
  const combobox = useCombobox({
    defaultOpened: true,
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      setSearch('')
    },
  })
  const query = { briefRepresentation: true, first: 0, max: shown, ...(asked === '' ? {} : { search: asked }) }
  const answer = useEndpoint(
    listRealms,
    { params: {}, query },
    { enabled: combobox.dropdownOpened, keepPrevious: true },
  )
  const found = (answer.data ?? []).flatMap((one) => one.realm ?? [])
  const others = search === '' ? found.filter((one) => !recent.includes(one)) : found

  const choose = (value: string) => {
    combobox.closeDropdown()
    if (value === createValue) onCreate()
    else navigate(pathTo.dashboard(value))
  }
  const option = (name: string) => (
    <Combobox.Option key={name} value={name} active={name === realm}>
      <span className={classes['option']}>
        <span className="zt-truncate" title={name}>
          {name}
        </span>
        {name === realm ? <IconCheck size={16} stroke={1.5} aria-hidden /> : null}
      </span>
    </Combobox.Option>
  )
  return (
    <Combobox store={combobox} width={280} position="bottom-start" onOptionSubmit={choose} shadow="md" withinPortal>
      <Combobox.Target withAriaAttributes={false}>
        <RealmButton
          isCollapsed={isCollapsed}
          isOpen={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          autoFocus
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            combobox.updateSelectedOptionIndex()
          }}
          placeholder={text('shell.searchRealms')}
          aria-label={text('shell.searchRealms')}
        />
        <Combobox.Options mah={360} className={classes['options'] ?? ''} tabIndex={0} aria-label={text('shell.realms')}>
          {search === '' && recent.length > 0 ? (
            <Combobox.Group label={text('shell.recentRealms')}>{recent.map(option)}</Combobox.Group>
          ) : null}
          {search === '' ? (
            <Combobox.Group label={text('shell.realms')}>{others.map(option)}</Combobox.Group>
          ) : (
            others.map(option)
          )}
          {answer.data !== undefined && found.length === 0 ? (
            <Combobox.Empty>{text('shell.noRealmFound')}</Combobox.Empty>
          ) : null}
          {found.length === shown ? <div className={classes['more']}>{text('shell.moreRealms')}</div> : null}
          {me.createRealm ? (
            <Combobox.Option value={createValue} className={classes['create'] ?? ''}>
              <span className={classes['option']}>
                {text('shell.createRealm')}
                <IconPlus size={16} stroke={1.5} aria-hidden />
              </span>
            </Combobox.Option>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
