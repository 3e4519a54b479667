import type { MantineThemeComponents } from '@mantine/core'
import type { ThemeTexts } from './theme.ts'

const onPrimary = 'var(--mantine-primary-color-contrast)'
const overlay = { backgroundOpacity: 0.45, blur: 0 }
/** Mantine writes `<header>`, which outside of sectioning content would be a second banner of the page. */
const notBanner = { defaultProps: { role: 'presentation' } }
const fade = { transition: 'fade', duration: 140 }

/** Defaults of Mantine's components: quieter, denser in the console, readable in both schemes. */
export function themeComponents(density: 'console' | 'comfortable', texts: ThemeTexts): MantineThemeComponents {
  const closeButtonProps = { 'aria-label': texts.close }
  const size = density === 'console' ? 'sm' : 'md'
  const controls = [
    'TextInput',
    'PasswordInput',
    'NumberInput',
    'Select',
    'NativeSelect',
    'MultiSelect',
    'TagsInput',
    'Textarea',
    'Button',
  ]
  const sized: MantineThemeComponents = Object.fromEntries(controls.map((name) => [name, { defaultProps: { size } }]))
  return {
    ...sized,
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
    Anchor: { defaultProps: { underline: 'always' } },
    Badge: {
      defaultProps: { variant: 'light', color: 'gray', radius: 'sm', size: 'lg', tt: 'none', fw: 500 },
      vars: () => ({ root: { '--badge-fz': '0.75rem', '--badge-height': '1.375rem', '--badge-padding-x': '0.5rem' } }),
    },
    Card: {
      defaultProps: { radius: 'lg', withBorder: true, padding: 'lg' },
      vars: () => ({ root: { '--paper-border-color': 'var(--zt-border)' } }),
    },
    Checkbox: { vars: () => ({ root: { '--checkbox-icon-color': onPrimary } }) },
    Chip: { vars: () => ({ root: { '--chip-color': onPrimary } }) },
    Drawer: { defaultProps: { transitionProps: { duration: 160 }, overlayProps: overlay, closeButtonProps } },
    DrawerHeader: notBanner,
    HoverCard: { defaultProps: { transitionProps: fade } },
    Indicator: { vars: () => ({ root: { '--indicator-text-color': onPrimary } }) },
    Input: { vars: () => ({ wrapper: { '--input-fz': 'var(--mantine-font-size-md)' } }) },
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ['label', 'description', 'input', 'error'] },
      vars: () => ({
        label: { '--input-label-size': '0.875rem' },
        description: { '--input-description-size': '0.8125rem' },
        error: { '--input-error-size': '0.8125rem' },
      }),
    },
    Loader: { defaultProps: { type: 'oval', size: 'sm' } },
    Menu: {
      // The placeholder is a focusable child that `role="menu"` does not allow.
      defaultProps: { transitionProps: fade, shadow: 'md', radius: 'md', withInitialFocusPlaceholder: false },
    },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'lg',
        transitionProps: { ...fade, duration: 160 },
        overlayProps: overlay,
        closeButtonProps,
      },
    },
    ModalHeader: notBanner,
    ModalTitle: { defaultProps: { fw: 600 } },
    Pagination: { vars: () => ({ root: { '--pagination-active-color': onPrimary } }) },
    Paper: { defaultProps: { radius: 'lg' }, vars: () => ({ root: { '--paper-border-color': 'var(--zt-border)' } }) },
    Popover: { defaultProps: { transitionProps: fade, shadow: 'md' } },
    Radio: { vars: () => ({ root: { '--radio-icon-color': onPrimary } }) },
    Stepper: { vars: () => ({ root: { '--stepper-icon-color': onPrimary } }) },
    Switch: { defaultProps: { withThumbIndicator: false } },
    Table: { defaultProps: { verticalSpacing: 'xs', horizontalSpacing: 'sm', borderColor: 'var(--zt-border)' } },
    Tabs: { vars: () => ({ root: { '--tab-border-color': 'var(--zt-border)' } }) },
    Timeline: { vars: () => ({ root: { '--tl-icon-color': onPrimary } }) },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { ...fade, duration: 120 }, withArrow: false } },
  }
}
