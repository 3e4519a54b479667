import { InvalidInput } from '../kernel/error.ts'
import { type ComponentConfig, configValue } from '../model/component/component.ts'
import type { ConfigProperty } from './config-property.ts'

/** Throws InvalidInput, in Keycloak's words, for the first setting that does not fit its declaration. */
export function checkConfig(config: ComponentConfig, properties: readonly ConfigProperty[]): void {
  for (const property of properties) {
    const value = configValue(config, property.name)
    const problem = value === undefined || value === '' ? findAbsence(property) : findMisfit(property, value)
    if (problem !== undefined) throw new InvalidInput(undefined, `'${property.label}' ${problem}`)
  }
}

function findAbsence({ required }: ConfigProperty): string | undefined {
  return required ? 'is required' : undefined
}

function findMisfit({ type, options }: ConfigProperty, value: string): string | undefined {
  switch (type) {
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : "should be 'true' or 'false'"
    case 'int':
      return /^-?\d{1,10}$/.test(value) ? undefined : 'should be a number'
    case 'List':
      return options === undefined || options.includes(value) ? undefined : `should be ${enumerate(options)}`
    default:
      return undefined
  }
}

/** `2048, 3072 or 4096` */
function enumerate(options: readonly string[]): string {
  return options.length < 2 ? options.join('') : `${options.slice(0, -1).join(', ')} or ${options.at(-1)}`
}
