import { useTextOf } from '@ztrust/ui/text'
import type { Messages } from './messages/en.ts'

/** Texts of the portal, typed by the English bundle. */
export const useText = useTextOf<Messages>
