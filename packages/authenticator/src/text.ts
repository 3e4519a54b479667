import { useTextOf } from '@ztrust/ui/text'
import type en from './messages/en.ts'

export type Messages = Record<keyof typeof en, string>

export const useText = useTextOf<Messages>
