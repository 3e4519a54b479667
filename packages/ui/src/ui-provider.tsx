import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { useMemo } from 'react'
import { I18nProvider, type I18nProviderProps } from './i18n.tsx'
import { createZTrustTheme, resolveThemeVariables, type ThemeOptions } from './theme.ts'

export interface UiProviderProps extends I18nProviderProps, ThemeOptions {}

/** Everything a console needs around it: texts, direction, theme, toasts. */
export function UiProvider({ density, brandColor, children, ...languages }: UiProviderProps) {
  const theme = useMemo(() => createZTrustTheme({ density, brandColor }), [density, brandColor])
  return (
    <I18nProvider {...languages}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={resolveThemeVariables}
        defaultColorScheme="auto"
        getStyleNonce={readStyleNonce}
      >
        <Notifications position="bottom-right" limit={4} autoClose={5000} />
        {children}
      </MantineProvider>
    </I18nProvider>
  )
}

/** The page's nonce, where the server puts one into `<meta property="csp-nonce" nonce>` as Vite does. */
function readStyleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
