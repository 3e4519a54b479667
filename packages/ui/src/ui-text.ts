import type en from './messages/en.ts'
import { useTextOf } from './text.ts'

/** Keys of this package's own texts. */
export type UiMessages = Record<keyof typeof en, string>

/** Texts of this package; the consoles type `useTextOf` by their own bundle. */
export const useUiText = useTextOf<UiMessages>
