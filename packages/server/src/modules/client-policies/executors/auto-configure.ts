import type { ConfigProperty } from '../../../spi/config-property.ts'

/** The switch that most executors have: is a client changed so that it fits, or refused when it does not? */
export function autoConfigureProperty(helpText: string, defaultValue: boolean): ConfigProperty {
  return { name: 'auto-configure', label: 'Auto-configure', helpText, type: 'boolean', defaultValue }
}
