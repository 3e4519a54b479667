import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { getAccount, getAccountOverview, updateAccount } from '@ztrust/contract/account'
import { LeaveGuard } from '@ztrust/ui/leave-guard.tsx'
import { useSession } from '@ztrust/ui/session-gate.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpointMutation, useFailureText } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { Controller, useForm } from 'react-hook-form'
import { ofRealm } from '../../environment.ts'
import { readProblems, useProblemText } from '../../patterns/problems.ts'
import { useWireText } from '../../patterns/wire-text.ts'
import { useText } from '../../text.ts'
import { ProfileField } from './profile-field.tsx'
import {
  type Account,
  fromProfileValues,
  type ProfileAttribute,
  type ProfileValues,
  toProfileValues,
} from './profile-values.ts'

export interface ProfileFormProps {
  readonly account: Account
  readonly locales: readonly string[]
}

/** The form that the realm's user profile describes; what may not be changed is shown as such. */
export function ProfileForm({ account, locales }: ProfileFormProps) {
  const text = useText()
  const wireText = useWireText()
  const toasts = useToasts()
  const session = useSession()
  const attributes = account.userProfileMetadata?.attributes ?? []
  const groups = account.userProfileMetadata?.groups ?? []
  const form = useForm<ProfileValues>({
    values: toProfileValues(account, attributes),
    resetOptions: { keepDirtyValues: true },
  })
  const { isDirty, isSubmitting } = form.formState
  const [failure, setFailure] = useState<string>()
  const showRefusal = useRefusal(attributes, setFailure, (index, message) =>
    form.setError(`fields.${index}`, { message }, { shouldFocus: true }),
  )
  const save = useEndpointMutation(updateAccount, { invalidates: [getAccount, getAccountOverview] })
  const submit = form.handleSubmit(async (values) => {
    setFailure(undefined)
    try {
      await save.mutateAsync({ params: ofRealm, body: fromProfileValues(values, attributes) })
      form.reset(values)
      toasts.success(text('personalInfo.saved'))
      // Name and language of the page come from the claims.
      await session.renew()
    } catch (error) {
      showRefusal(error)
    }
  })
  const field = (attribute: ProfileAttribute) => {
    const index = attributes.indexOf(attribute)
    return (
      <Controller
        key={attribute.name}
        control={form.control}
        name={`fields.${index}.values`}
        render={({ field: { value, onChange, onBlur, ref } }) => (
          <ProfileField
            attribute={attribute}
            locales={locales}
            values={value}
            onChange={(changed) => {
              form.clearErrors(`fields.${index}`)
              onChange(changed)
            }}
            onBlur={onBlur}
            inputRef={ref}
            error={form.formState.errors.fields?.[index]?.message}
          />
        )}
      />
    )
  }
  const changed = attributes
    .filter((_, index) => form.formState.dirtyFields.fields?.[index] !== undefined)
    .map(({ name, displayName }) => wireText(displayName || name))
  const isGrouped = ({ group }: ProfileAttribute) => groups.some(({ name }) => name === group)
  return (
    <form onSubmit={submit} noValidate>
      <LeaveGuard isDirty={isDirty} changed={changed} />
      <Stack gap="md" maw="var(--zt-content-width)">
        {attributes.filter((attribute) => !isGrouped(attribute)).map(field)}
        {groups.map((group) => {
          const own = attributes.filter((attribute) => attribute.group === group.name)
          return own.length === 0 ? null : (
            <Stack key={group.name} component="section" gap="md" mt="sm">
              <div>
                <Title order={2} size="h3">
                  {wireText(group.displayHeader || group.name)}
                </Title>
                {group.displayDescription ? <Text c="dimmed">{wireText(group.displayDescription)}</Text> : null}
              </div>
              {own.map(field)}
            </Stack>
          )
        })}
        {failure === undefined ? null : (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        )}
        {attributes.some(({ readOnly }) => !readOnly) ? (
          <Group gap="xs">
            <Button type="submit" loading={isSubmitting} disabled={!isDirty}>
              {text('common.save')}
            </Button>
            {isDirty ? (
              <Button variant="default" onClick={() => form.reset(toProfileValues(account, attributes))}>
                {text('common.discard')}
              </Button>
            ) : null}
          </Group>
        ) : null}
      </Stack>
    </form>
  )
}

/** Puts the server's refusals beside their fields; what belongs to none goes above the buttons. */
function useRefusal(
  attributes: readonly ProfileAttribute[],
  setFailure: (text: string) => void,
  setError: (index: number, message: string) => void,
): (error: unknown) => void {
  const failureText = useFailureText()
  const problemText = useProblemText()
  return (error) => {
    const problems = readProblems(error)
    const rest = problems.filter((problem) => {
      const index = attributes.findIndex(({ name }) => name === problem.field)
      if (index >= 0) setError(index, problemText(problem))
      return index < 0
    })
    if (rest[0]) setFailure(problemText(rest[0]))
    else if (problems.length === 0) setFailure(failureText(error))
  }
}
