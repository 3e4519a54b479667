import type { FlowContext } from '../../spi/authenticator.ts'
import type { FormAction } from '../../spi/form-action.ts'

/** A form action with the settings of its execution. */
export interface PlacedAction {
  readonly action: FormAction
  readonly context: FlowContext
}
