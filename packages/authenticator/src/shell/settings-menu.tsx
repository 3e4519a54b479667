import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useLocale } from '@ztrust/ui/i18n.tsx'
import { useUiText } from '@ztrust/ui/ui-text'
import { useText } from '../text.ts'
import classes from './screen.module.css'

const schemes = ['light', 'dark', 'auto'] as const

/** Language and appearance, for this phone. */
export function SettingsMenu() {
  const text = useText()
  const uiText = useUiText()
  const { locale, locales, setLocale } = useLocale()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="bottom-end" width={240} withinPortal={false}>
      <Menu.Target>
        <ActionIcon className={classes['target'] ?? ''} mr={-12} aria-label={text('app.settings')}>
          <IconAdjustmentsHorizontal size={24} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text('app.language')}</Menu.Label>
        {locales.map((one) => (
          <Menu.RadioItem
            key={one}
            value={one}
            checked={one === locale}
            closeMenuOnClick
            lang={one}
            mih={48}
            onChange={() => setLocale(one)}
          >
            {nameOf(one)}
          </Menu.RadioItem>
        ))}
        <Menu.Divider />
        <Menu.Label>{uiText('ui.theme')}</Menu.Label>
        {schemes.map((one) => (
          <Menu.RadioItem
            key={one}
            value={one}
            checked={one === colorScheme}
            closeMenuOnClick
            mih={48}
            onChange={() => setColorScheme(one)}
          >
            {uiText(`ui.theme.${one}`)}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** A language in its own words. */
function nameOf(locale: string): string {
  const name = new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
}
