import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import { MantineProvider } from '@mantine/core'
import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { I18nProvider, type I18nProviderProps } from './i18n.tsx'
import { createZTrustTheme, resolveThemeVariables, type ThemeOptions } from './theme.ts'
import { useUiText } from './ui-text.ts'

/** Toasts wait in their store until it is there: the first page need not. */
const ToastArea = lazy(() => import('./toast-area.tsx'))

export interface UiProviderProps extends I18nProviderProps, ThemeOptions {}

/** Everything a console needs around it: texts, direction, theme, toasts. */
export function UiProvider({ density, brandColor, children, ...languages }: UiProviderProps) {
  return (
    <I18nProvider {...languages}>
      <Theme density={density} brandColor={brandColor}>
        <Suspense fallback={null}>
          <ToastArea />
        </Suspense>
        {children}
      </Theme>
    </I18nProvider>
  )
}

function Theme({ density, brandColor, children }: ThemeOptions & { readonly children: ReactNode }) {
  const text = useUiText()
  const theme = useMemo(
    () => createZTrustTheme({ density, brandColor }, { close: text('ui.close') }),
    [density, brandColor, text],
  )
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveThemeVariables}
      defaultColorScheme="auto"
      getStyleNonce={readStyleNonce}
    >
      {children}
    </MantineProvider>
  )
}

/** The page's nonce, where the server puts one into `<meta property="csp-nonce" nonce>` as Vite does. */
function readStyleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
