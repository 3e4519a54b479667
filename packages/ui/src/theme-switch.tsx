import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useUiText } from './ui-text.ts'

const choices = [
  { value: 'light', icon: IconSun, textId: 'ui.theme.light' },
  { value: 'dark', icon: IconMoon, textId: 'ui.theme.dark' },
  { value: 'auto', icon: IconDeviceDesktop, textId: 'ui.theme.auto' },
] as const

/** Light, dark or as the system. The choice stays on this device. */
export function ThemeSwitch() {
  const text = useUiText()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const current = choices.find((choice) => choice.value === colorScheme) ?? choices[2]
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon aria-label={text('ui.theme')}>
          <current.icon size={20} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map((choice) => (
          <Menu.RadioItem
            key={choice.value}
            value={choice.value}
            checked={choice.value === colorScheme}
            closeMenuOnClick
            rightSection={<choice.icon size={16} stroke={1.5} />}
            onChange={() => setColorScheme(choice.value)}
          >
            {text(choice.textId)}
          </Menu.RadioItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
