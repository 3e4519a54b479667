import { Button, TextInput } from '@mantine/core'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useForm } from 'react-hook-form'
import type { Account } from '../../device/account.ts'
import { useChangeAccount } from '../../device/use-change-account.ts'
import { useText } from '../../text.ts'
import classes from './accounts.module.css'

/** How the portal calls this phone. The button comes with the first change. */
export function DeviceNameForm({ account }: { readonly account: Account }) {
  const text = useText()
  const toasts = useToasts()
  const change = useChangeAccount(account)
  const { register, handleSubmit, formState } = useForm({ defaultValues: { name: account.deviceName } })
  const save = handleSubmit(async ({ name }) => {
    if (await change({ name: name.trim() })) toasts.success(text('account.nameSaved'))
  })
  return (
    <form onSubmit={save} className={classes['nameForm']} noValidate>
      <TextInput
        size="lg"
        label={text('account.name')}
        description={text('account.nameHelp')}
        maxLength={100}
        autoComplete="off"
        error={formState.errors.name?.message ?? false}
        {...register('name', { validate: (name) => name.trim() !== '' || text('enrol.required') })}
      />
      {formState.isDirty ? (
        <Button type="submit" fullWidth h={48} mt="sm" loading={formState.isSubmitting}>
          {text('account.saveName')}
        </Button>
      ) : null}
    </form>
  )
}
