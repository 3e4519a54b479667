import { Alert, Button, PasswordInput, Text, TextInput } from '@mantine/core'
import { useUiText } from '@ztrust/ui/ui-text'
import { useApi } from '@ztrust/ui/use-api.tsx'
import { useEffect, useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import type { Account } from '../../device/account.ts'
import { type PhoneModel, readPhoneModel } from '../../device/phone-model.ts'
import { useText } from '../../text.ts'
import { type EnrolmentOutcome, type EnrolmentProblem, enrol } from './enrol.ts'
import classes from './enrolment.module.css'
import type { Invitation } from './invitation.ts'

export interface CredentialsFormProps {
  readonly invitation: Invitation
  /** Of whom the code invites. */
  readonly username: string
  readonly onAdded: (account: Account) => Promise<void>
  readonly onOver: (problem: EnrolmentProblem) => void
}

/** The proof that the account is one's own, and what this phone is to be called. */
export function CredentialsForm({ invitation, username, onAdded, onOver }: CredentialsFormProps) {
  const text = useText()
  const uiText = useUiText()
  const api = useApi()
  const [phone, setPhone] = useState<PhoneModel>({ model: '', platform: '' })
  const [needsOtp, setNeedsOtp] = useState(false)
  const [outcome, setOutcome] = useState<EnrolmentOutcome>()
  const { register, handleSubmit, formState, setValue, getFieldState, resetField, setFocus } = useForm({
    defaultValues: { username, password: '', otp: '', name: '' },
  })
  const isNamed = useRef(false)
  useEffect(() => {
    void readPhoneModel().then((found) => {
      setPhone(found)
      if (!isNamed.current && !getFieldState('name').isDirty) setValue('name', found.model || found.platform)
      isNamed.current = true
    })
  }, [setValue, getFieldState])
  useEffect(() => {
    if (needsOtp) setFocus('otp')
  }, [needsOtp, setFocus])

  const required = { validate: (value: string) => value.trim() !== '' || text('enrol.required') }
  const submit = handleSubmit(async (values) => {
    const result = await enrol(api, invitation, { ...values, otp: values.otp.replaceAll(/\s/g, ''), ...phone })
    setOutcome(result)
    if (result.kind === 'added') return onAdded(result.account)
    if (result.kind === 'over') return onOver(result.problem)
    if (result.kind === 'otp') setNeedsOtp(true)
    // A code works once: after a wrong guess the next one is needed.
    if (result.kind === 'wrong') resetField('otp')
  })
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <Text>{text('enrol.intro')}</Text>
      <OutcomeNotice outcome={outcome} />
      <TextInput
        label={text('enrol.username')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={255}
        error={formState.errors.username?.message ?? false}
        {...register('username', required)}
      />
      <PasswordInput
        label={text('enrol.password')}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': uiText('ui.password.show'), tabIndex: 0, size: 48 }}
        error={formState.errors.password?.message ?? false}
        {...register('password', { validate: (value) => value !== '' || text('enrol.required') })}
      />
      {needsOtp ? (
        <TextInput
          label={text('enrol.otp')}
          description={text('enrol.otpHelp')}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={16}
          error={formState.errors.otp?.message ?? false}
          {...register('otp', required)}
        />
      ) : null}
      <TextInput
        label={text('enrol.deviceName')}
        description={text('account.nameHelp')}
        autoComplete="off"
        maxLength={100}
        error={formState.errors.name?.message ?? false}
        {...register('name', required)}
      />
      <Button type="submit" h={56} loading={formState.isSubmitting}>
        {text('enrol.submit')}
      </Button>
    </form>
  )
}

function OutcomeNotice({ outcome }: { readonly outcome: EnrolmentOutcome | undefined }) {
  const text = useText()
  switch (outcome?.kind) {
    case 'wrong':
      return (
        <Alert color="red" role="alert">
          {text('enrol.wrong', { count: outcome.attemptsLeft })}
          {outcome.attemptsLeft <= 3 ? ` ${text('enrol.wrongHint')}` : null}
        </Alert>
      )
    case 'otp':
      return (
        <Alert color="blue" role="status">
          {text('enrol.otpNeeded')}
        </Alert>
      )
    case 'failed':
      return (
        <Alert color="red" role="alert">
          {text(`enrol.${outcome.reason}`)}
        </Alert>
      )
    default:
      return null
  }
}
