/** One setting of a mapper, authenticator or component, as the console builds its form from and Keycloak describes it. */
export interface ConfigProperty {
  readonly name: string
  readonly label: string
  readonly helpText: string
  readonly type:
    | 'String'
    | 'boolean'
    | 'List'
    | 'MultivaluedString'
    | 'MultivaluedList'
    | 'Map'
    | 'Role'
    | 'Group'
    | 'Password'
    | 'Text'
    | 'ClientList'
    | 'UserProfileAttributeList'
    | 'IdentityProviderMultiList'
    | 'Integer'
    | 'int'
    | 'Number'
    | 'File'
  readonly defaultValue?: string | boolean | number | readonly string[]
  readonly options?: readonly string[]
  readonly secret?: boolean
  readonly required?: boolean
}
