import { DirectionProvider, useDirection } from '@mantine/core'
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react'
import { IntlProvider } from 'react-intl'
import { chooseLocale, directionOf, readLocaleWishes, storeLocale } from './locale.ts'
import uiEnglish from './messages/en.ts'

type Bundle = Readonly<Record<string, string>>
type LoadBundle = () => Promise<{ readonly default: Bundle }>

/** Other languages of this package; each is its own chunk. */
const uiLanguages: Readonly<Record<string, LoadBundle>> = {
  de: () => import('./messages/de.ts'),
  fr: () => import('./messages/fr.ts'),
}

interface LocaleContext {
  readonly locale: string
  readonly locales: readonly string[]
  /** Chooses a language for this device; the page changes without a reload. */
  readonly setLocale: (locale: string) => void
}

const Locale = createContext<LocaleContext | undefined>(undefined)

/** The language in use, those there are, and how to choose another. */
export function useLocale(): LocaleContext {
  const context = use(Locale)
  if (context === undefined) throw new Error('useLocale needs an I18nProvider above it')
  return context
}

export interface I18nProviderProps {
  /** The English bundle, loaded with the page: what is missing elsewhere is taken from it. */
  readonly english: Bundle
  /** Loaders of the other bundles by language: `{ de: () => import('./messages/de.ts') }`. */
  readonly languages?: Readonly<Record<string, LoadBundle>>
  /** The `locale` claim or attribute of who is signed in. */
  readonly accountLocale?: string | null
  /** Languages the realm offers; undefined for all there are. */
  readonly offered?: readonly string[]
  readonly children: ReactNode
}

/** Loads the bundle of the chosen language and sets `lang` and `dir` of the document. */
export function I18nProvider({ english, languages, accountLocale, offered, children }: I18nProviderProps) {
  const locales = useMemo(() => {
    const existing = ['en', ...Object.keys(languages ?? {})]
    const allowed = offered === undefined ? existing : existing.filter((tag) => offered.includes(tag))
    return allowed.length > 0 ? allowed : existing
  }, [languages, offered])
  const [chosen, setChosen] = useState<string>()
  const locale = chosen ?? chooseLocale(locales, readLocaleWishes(accountLocale))
  const messages = useMessages(locale, english, languages)

  const setLocale = useCallback((next: string) => {
    storeLocale(next)
    setChosen(next)
  }, [])
  const context = useMemo(() => ({ locale, locales, setLocale }), [locale, locales, setLocale])

  if (messages === undefined) return null
  return (
    <Locale value={context}>
      <IntlProvider locale={locale} defaultLocale="en" messages={messages}>
        <DirectionProvider initialDirection={directionOf(locale)} detectDirection={false}>
          <DocumentLanguage locale={locale} />
          {children}
        </DirectionProvider>
      </IntlProvider>
    </Locale>
  )
}

/** Undefined until the first bundle is there; afterwards the old texts stay until the new ones come. */
function useMessages(locale: string, english: Bundle, languages: I18nProviderProps['languages']): Bundle | undefined {
  const base = useMemo(() => ({ ...uiEnglish, ...english }), [english])
  const [loaded, setLoaded] = useState<Bundle | undefined>(locale === 'en' ? base : undefined)
  useEffect(() => {
    if (locale === 'en') {
      setLoaded(base)
      return
    }
    let current = true
    const load = async () => {
      const bundles = await Promise.allSettled([uiLanguages[locale]?.(), languages?.[locale]?.()])
      const texts = bundles.map((bundle) => (bundle.status === 'fulfilled' ? bundle.value?.default : undefined))
      if (current) setLoaded({ ...base, ...texts[0], ...texts[1] })
    }
    void load()
    return () => {
      current = false
    }
  }, [locale, base, languages])
  return loaded
}

function DocumentLanguage({ locale }: { readonly locale: string }) {
  const { setDirection } = useDirection()
  useEffect(() => {
    document.documentElement.lang = locale
    setDirection(directionOf(locale))
  }, [locale, setDirection])
  return null
}
