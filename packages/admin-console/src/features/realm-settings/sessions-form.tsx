import type { RealmRepresentation } from '@ztrust/contract/admin/realms'
import { DurationField } from '@ztrust/ui/duration-field.tsx'
import { SwitchField } from '@ztrust/ui/form-choice-fields.tsx'
import { NumberField } from '@ztrust/ui/form-fields.tsx'
import { FormSection } from '@ztrust/ui/form-section.tsx'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import { useMemo } from 'react'
import { useWatch } from 'react-hook-form'
import * as z from 'zod'
import { useText } from '../../text.ts'
import { useSaveRealm } from './use-save-realm.ts'

const seconds = z.number().int().min(1).max(2_147_483_647)
const optionalSeconds = z.number().int().min(0).max(2_147_483_647)
const schema = z.object({
  ssoSessionIdleTimeout: seconds,
  ssoSessionMaxLifespan: seconds,
  ssoSessionIdleTimeoutRememberMe: optionalSeconds,
  ssoSessionMaxLifespanRememberMe: optionalSeconds,
  offlineSessionIdleTimeout: seconds,
  accessTokenLifespan: seconds,
  revokeRefreshToken: z.boolean(),
  refreshTokenMaxReuse: z.number().int().min(0).max(1000),
  accessCodeLifespanLogin: seconds,
  accessCodeLifespanUserAction: seconds,
})

export function SessionsForm({ settings }: { readonly settings: RealmRepresentation }) {
  const text = useText()
  const { save, isReadOnly } = useSaveRealm()
  const values = useMemo(
    () => ({
      ssoSessionIdleTimeout: settings.ssoSessionIdleTimeout ?? 1800,
      ssoSessionMaxLifespan: settings.ssoSessionMaxLifespan ?? 36_000,
      ssoSessionIdleTimeoutRememberMe: settings.ssoSessionIdleTimeoutRememberMe ?? 0,
      ssoSessionMaxLifespanRememberMe: settings.ssoSessionMaxLifespanRememberMe ?? 0,
      offlineSessionIdleTimeout: settings.offlineSessionIdleTimeout ?? 2_592_000,
      accessTokenLifespan: settings.accessTokenLifespan ?? 300,
      revokeRefreshToken: settings.revokeRefreshToken === true,
      refreshTokenMaxReuse: settings.refreshTokenMaxReuse ?? 0,
      accessCodeLifespanLogin: settings.accessCodeLifespanLogin ?? 1800,
      accessCodeLifespanUserAction: settings.accessCodeLifespanUserAction ?? 300,
    }),
    [settings],
  )
  return (
    <ResourceForm schema={schema} values={values} mode="edit" isReadOnly={isReadOnly} onSubmit={save}>
      <FormSection id="sessions" title={text('realm.sectionSessions')}>
        <DurationField name="ssoSessionIdleTimeout" label={text('realm.ssoIdle')} help={text('realm.ssoIdleHelp')} />
        <DurationField name="ssoSessionMaxLifespan" label={text('realm.ssoMax')} help={text('realm.ssoMaxHelp')} />
        <DurationField
          name="ssoSessionIdleTimeoutRememberMe"
          label={text('realm.rememberIdle')}
          help={text('realm.asSession')}
        />
        <DurationField
          name="ssoSessionMaxLifespanRememberMe"
          label={text('realm.rememberMax')}
          help={text('realm.asSession')}
        />
        <DurationField
          name="offlineSessionIdleTimeout"
          label={text('realm.offlineIdle')}
          help={text('realm.offlineIdleHelp')}
        />
      </FormSection>
      <FormSection id="tokens" title={text('realm.sectionTokens')}>
        <DurationField
          name="accessTokenLifespan"
          label={text('realm.accessTokenLifespan')}
          help={text('realm.accessTokenLifespanHelp')}
        />
        <SwitchField
          name="revokeRefreshToken"
          label={text('realm.revokeRefresh')}
          help={text('realm.revokeRefreshHelp')}
        />
        <ReuseField />
      </FormSection>
      <FormSection id="login" title={text('realm.sectionLogin')}>
        <DurationField
          name="accessCodeLifespanLogin"
          label={text('realm.loginTimeout')}
          help={text('realm.loginTimeoutHelp')}
        />
        <DurationField
          name="accessCodeLifespanUserAction"
          label={text('realm.actionTimeout')}
          help={text('realm.actionTimeoutHelp')}
        />
      </FormSection>
    </ResourceForm>
  )
}

function ReuseField() {
  const text = useText()
  const isOn: unknown = useWatch({ name: 'revokeRefreshToken' })
  return isOn === true ? <NumberField name="refreshTokenMaxReuse" label={text('realm.refreshReuse')} min={0} /> : null
}
