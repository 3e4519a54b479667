import { Stack } from '@mantine/core'
import { type ClientRepresentation, getClient, listClients, updateClient } from '@ztrust/contract/admin/clients'
import { DurationField } from '@ztrust/ui/duration-field.tsx'
import { SelectField, SwitchField, TagsField } from '@ztrust/ui/form-choice-fields.tsx'
import { TextAreaField, TextField } from '@ztrust/ui/form-fields.tsx'
import { FormSection } from '@ztrust/ui/form-section.tsx'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useMemo } from 'react'
import { useWatch } from 'react-hook-form'
import { DangerZone } from '../../patterns/danger-zone.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'
import { clientSettingsSchema, fromClientSettings, toClientSettings } from './client-settings-values.ts'

export interface ClientSettingsTabProps {
  readonly client: ClientRepresentation
  readonly onDelete: () => void
}

export function ClientSettingsTab({ client, onDelete }: ClientSettingsTabProps) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const mayManage = useAccess().mayAny('manage-clients')
  const update = useEndpointMutation(updateClient, { invalidates: [getClient, listClients] })
  const values = useMemo(() => toClientSettings(client), [client])
  return (
    <Stack gap="xl">
      <ResourceForm
        schema={clientSettingsSchema}
        values={values}
        mode="edit"
        isReadOnly={!mayManage}
        onSubmit={async (settings) => {
          await update.mutateAsync({
            params: { realm, id: client.id ?? '' },
            body: fromClientSettings(settings, client),
          })
          toasts.success(text('client.saved'))
        }}
      >
        <FormSection id="general" title={text('client.general')}>
          <TextField name="clientId" label={text('clients.clientId')} required />
          <TextField name="name" label={text('newClient.name')} help={text('newClient.nameHelp')} />
          <TextAreaField name="description" label={text('client.description')} rows={2} />
          <SwitchField name="enabled" label={text('common.enabled')} help={text('client.enabledHelp')} />
          <SwitchField
            name="alwaysDisplayInConsole"
            label={text('client.alwaysDisplay')}
            help={text('client.consoleHelp')}
          />
        </FormSection>
        <AccessSection />
        <CapabilitiesSection />
        <FormSection id="login" title={text('client.login')}>
          <SwitchField name="consentRequired" label={text('client.consent')} help={text('client.consentHelp')} />
          <SwitchField
            name="frontchannelLogout"
            label={text('client.frontchannel')}
            help={text('client.frontchannelHelp')}
          />
          <TextField
            name="backchannelUrl"
            type="url"
            label={text('client.backchannelUrl')}
            help={text('client.backchannelUrlHelp')}
          />
        </FormSection>
        <FormSection id="tokens" title={text('client.tokens')}>
          <DurationField
            name="accessTokenLifespan"
            label={text('client.accessTokenLifespan')}
            help={text('client.accessTokenLifespanHelp')}
          />
          <SwitchField name="fullScopeAllowed" label={text('client.fullScope')} help={text('client.fullScopeHelp')} />
        </FormSection>
      </ResourceForm>
      {mayManage ? (
        <DangerZone description={text('client.dangerText')} label={text('clients.delete')} onClick={onDelete} />
      ) : null}
    </Stack>
  )
}

function AccessSection() {
  const text = useText()
  return (
    <FormSection id="access" title={text('client.access')} description={text('client.accessHelp')}>
      <TextField name="rootUrl" label={text('client.rootUrl')} help={text('client.rootUrlHelp')} />
      <TextField name="baseUrl" label={text('clients.homeUrl')} help={text('client.homeUrlHelp')} />
      <TagsField name="redirectUris" label={text('client.redirectUris')} help={text('client.redirectUrisHelp')} />
      <TagsField name="logoutUris" label={text('client.logoutUris')} help={text('client.logoutUrisHelp')} />
      <TagsField name="webOrigins" label={text('client.webOrigins')} help={text('client.webOriginsHelp')} />
    </FormSection>
  )
}

function CapabilitiesSection() {
  const text = useText()
  const isConfidential: unknown = useWatch({ name: 'isConfidential' })
  const methods = [
    { value: 'none', label: text('client.pkceAny') },
    { value: 'S256', label: 'S256' },
    { value: 'plain', label: 'plain' },
  ]
  return (
    <FormSection id="capabilities" title={text('client.capabilities')}>
      <SwitchField
        name="isConfidential"
        label={text('client.authentication')}
        help={text('client.authenticationHelp')}
      />
      <SwitchField
        name="standardFlowEnabled"
        label={text('client.standardFlow')}
        help={text('client.standardFlowHelp')}
      />
      <SwitchField
        name="serviceAccountsEnabled"
        label={text('client.serviceAccounts')}
        help={text('client.serviceAccountsHelp')}
        disabled={isConfidential !== true}
      />
      <SwitchField
        name="directAccessGrantsEnabled"
        label={text('client.directAccess')}
        help={text('client.directAccessHelp')}
      />
      <SwitchField
        name="implicitFlowEnabled"
        label={text('client.implicitFlow')}
        help={text('client.implicitFlowHelp')}
      />
      <SelectField name="pkce" label={text('client.pkce')} help={text('client.pkceHelp')} options={methods} />
    </FormSection>
  )
}
