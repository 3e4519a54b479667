import type { RealmRepresentation } from '@ztrust/contract/admin/realms'
import { DurationField } from '@ztrust/ui/duration-field.tsx'
import { SelectField, SwitchField } from '@ztrust/ui/form-choice-fields.tsx'
import { NumberField, TextAreaField } from '@ztrust/ui/form-fields.tsx'
import { FormSection } from '@ztrust/ui/form-section.tsx'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import { useMemo } from 'react'
import { useWatch } from 'react-hook-form'
import * as z from 'zod'
import { useText } from '../../text.ts'
import { useSaveRealm } from './use-save-realm.ts'

const seconds = z.number().int().min(0).max(2_147_483_647)
const schema = z.object({
  bruteForceProtected: z.boolean(),
  permanentLockout: z.boolean(),
  failureFactor: z.number().int().min(1).max(10_000),
  waitIncrementSeconds: seconds,
  maxFailureWaitSeconds: seconds,
  maxDeltaTimeSeconds: seconds,
  quickLoginCheckMilliSeconds: z.number().int().min(0).max(2_147_483_647),
  minimumQuickLoginWaitSeconds: seconds,
  passwordPolicy: z.string().max(4000),
  sslRequired: z.enum(['all', 'external', 'none']),
})

export function SecurityForm({ settings }: { readonly settings: RealmRepresentation }) {
  const text = useText()
  const { save, isReadOnly } = useSaveRealm()
  const values = useMemo(
    () => ({
      bruteForceProtected: settings.bruteForceProtected === true,
      permanentLockout: settings.permanentLockout === true,
      failureFactor: settings.failureFactor ?? 30,
      waitIncrementSeconds: settings.waitIncrementSeconds ?? 60,
      maxFailureWaitSeconds: settings.maxFailureWaitSeconds ?? 900,
      maxDeltaTimeSeconds: settings.maxDeltaTimeSeconds ?? 43_200,
      quickLoginCheckMilliSeconds: settings.quickLoginCheckMilliSeconds ?? 1000,
      minimumQuickLoginWaitSeconds: settings.minimumQuickLoginWaitSeconds ?? 60,
      passwordPolicy: settings.passwordPolicy ?? '',
      sslRequired: readSsl(settings.sslRequired),
    }),
    [settings],
  )
  return (
    <ResourceForm schema={schema} values={values} mode="edit" isReadOnly={isReadOnly} onSubmit={save}>
      <FormSection id="brute-force" title={text('realm.sectionBruteForce')}>
        <SwitchField name="bruteForceProtected" label={text('realm.bruteForce')} help={text('realm.bruteForceHelp')} />
        <BruteForceFields />
      </FormSection>
      <FormSection id="passwords" title={text('realm.sectionPassword')}>
        <TextAreaField
          name="passwordPolicy"
          label={text('realm.passwordPolicy')}
          help={text('realm.passwordPolicyHelp')}
          rows={2}
        />
        <SelectField
          name="sslRequired"
          label={text('realm.sslRequired')}
          options={[
            { value: 'all', label: text('realm.sslAll') },
            { value: 'external', label: text('realm.sslExternal') },
            { value: 'none', label: text('realm.sslNone') },
          ]}
        />
      </FormSection>
    </ResourceForm>
  )
}

/** Only of interest while the protection is on. */
function BruteForceFields() {
  const text = useText()
  const isOn: unknown = useWatch({ name: 'bruteForceProtected' })
  if (isOn !== true) return null
  return (
    <>
      <NumberField name="failureFactor" label={text('realm.failureFactor')} min={1} />
      <SwitchField
        name="permanentLockout"
        label={text('realm.permanentLockout')}
        help={text('realm.permanentLockoutHelp')}
      />
      <DurationField name="waitIncrementSeconds" label={text('realm.waitIncrement')} />
      <DurationField name="maxFailureWaitSeconds" label={text('realm.maxWait')} />
      <DurationField name="maxDeltaTimeSeconds" label={text('realm.failureReset')} />
      <NumberField
        name="quickLoginCheckMilliSeconds"
        label={text('realm.quickCheck')}
        help={text('realm.quickCheckHelp')}
        unit={text('realm.milliseconds')}
        min={0}
      />
      <DurationField name="minimumQuickLoginWaitSeconds" label={text('realm.quickWait')} />
    </>
  )
}

function readSsl(value: string | undefined): 'all' | 'external' | 'none' {
  return value === 'all' || value === 'none' ? value : 'external'
}
