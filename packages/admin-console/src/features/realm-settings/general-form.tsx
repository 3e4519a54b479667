import { Stack } from '@mantine/core'
import type { RealmRepresentation } from '@ztrust/contract/admin/realms'
import { getServerInfo } from '@ztrust/contract/admin/server-info'
import { MultiSelectField, SelectField, SwitchField } from '@ztrust/ui/form-choice-fields.tsx'
import { TextField } from '@ztrust/ui/form-fields.tsx'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useMemo } from 'react'
import { useWatch } from 'react-hook-form'
import { useIntl } from 'react-intl'
import * as z from 'zod'
import { useText } from '../../text.ts'
import { DeleteRealmCard } from './delete-realm-card.tsx'
import { useSaveRealm } from './use-save-realm.ts'

const schema = z.object({
  displayName: z.string().max(255),
  enabled: z.boolean(),
  internationalizationEnabled: z.boolean(),
  supportedLocales: z.array(z.string()),
  defaultLocale: z.string().optional(),
})

export function GeneralForm({ settings }: { readonly settings: RealmRepresentation }) {
  const text = useText()
  const { save, isReadOnly } = useSaveRealm()
  const values = useMemo(
    () => ({
      displayName: settings.displayName ?? '',
      enabled: settings.enabled !== false,
      internationalizationEnabled: settings.internationalizationEnabled === true,
      supportedLocales: [...(settings.supportedLocales ?? [])],
      defaultLocale: settings.defaultLocale || undefined,
    }),
    [settings],
  )
  return (
    <Stack gap="xl">
      <ResourceForm schema={schema} values={values} mode="edit" isReadOnly={isReadOnly} onSubmit={save}>
        <TextField name="displayName" label={text('realm.displayName')} help={text('realm.displayNameHelp')} />
        <SwitchField name="enabled" label={text('realm.enabled')} help={text('realm.enabledHelp')} />
        <SwitchField
          name="internationalizationEnabled"
          label={text('realm.languages')}
          help={text('realm.languagesHelp')}
        />
        <LanguageFields />
      </ResourceForm>
      {isReadOnly ? null : <DeleteRealmCard />}
    </Stack>
  )
}

/** The languages that login pages speak. */
function LanguageFields() {
  const text = useText()
  const intl = useIntl()
  const info = useEndpoint(getServerInfo, { params: {} }, { staleTime: Number.POSITIVE_INFINITY })
  const isOn: unknown = useWatch({ name: 'internationalizationEnabled' })
  const chosen: unknown = useWatch({ name: 'supportedLocales' })
  if (isOn !== true) return null
  const offered = (info.data?.themes['login'] ?? []).flatMap((theme) => theme.locales ?? [])
  const named = Array.isArray(chosen) ? chosen.filter((one) => typeof one === 'string') : []
  const toOption = (value: string) => ({ value, label: intl.formatDisplayName(value, { type: 'language' }) ?? value })
  return (
    <>
      <MultiSelectField
        name="supportedLocales"
        label={text('realm.supportedLocales')}
        options={[...new Set([...offered, 'en', ...named])].map(toOption)}
        searchable
      />
      <SelectField
        name="defaultLocale"
        label={text('realm.defaultLocale')}
        options={(named.length > 0 ? named : ['en']).map(toOption)}
        clearable
      />
    </>
  )
}
