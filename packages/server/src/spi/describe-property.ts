import type { ConfigProperty } from './config-property.ts'

export interface DescribedProperty extends Pick<ConfigProperty, 'name' | 'label' | 'helpText' | 'type'> {
  defaultValue?: string | boolean | number | string[]
  options?: string[]
  secret: boolean
  required: boolean
  readOnly: boolean
}

/** A setting as Keycloak describes it: every switch is there, a default and options only where there are any. */
export function describeProperty(property: ConfigProperty): DescribedProperty {
  const { defaultValue, options, secret = false, required = false, ...rest } = property
  return {
    ...rest,
    ...(defaultValue === undefined
      ? {}
      : { defaultValue: typeof defaultValue === 'object' ? [...defaultValue] : defaultValue }),
    ...(options ? { options: [...options] } : {}),
    secret,
    required,
    readOnly: false,
  }
}
