import { Button, Group, Stack, Stepper } from '@mantine/core'
import { createClient, listClients } from '@ztrust/contract/admin/clients'
import { useAppNavigation } from '@ztrust/ui/app-link.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { type FormEvent, useState } from 'react'
import { pathTo } from '../../paths.ts'
import { readCreatedId } from '../../patterns/created-id.ts'
import { Page } from '../../patterns/page.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'
import { type NewClient, redirectUrisOf, toClientRepresentation } from './client-kind.ts'
import { ClientDetailsStep, type DetailsErrors } from './create-client-details.tsx'
import { ClientKindStep } from './create-client-kind.tsx'
import classes from './create-client-page.module.css'
import { ClientSummaryStep } from './create-client-summary.tsx'

const start: NewClient = { kind: 'web', clientId: '', name: '', rootUrl: '', redirectUris: [] }
const last = 2

/** Type, details, summary: Enter leads through. */
export function CreateClientPage() {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const { navigate } = useAppNavigation()
  const [step, setStep] = useState(0)
  const [input, setInput] = useState(start)
  const [errors, setErrors] = useState<DetailsErrors>({})
  const [failure, setFailure] = useState<unknown>()
  const create = useEndpointMutation(createClient, { invalidates: [listClients] })
  const change = (part: Partial<NewClient>) => {
    setInput({ ...input, ...part })
    setErrors({})
    setFailure(undefined)
  }

  const checkDetails = (): DetailsErrors => ({
    ...(input.clientId.trim() === '' ? { clientId: text('users.required') } : {}),
    ...(input.kind !== 'service' && redirectUrisOf(input).length === 0
      ? { rootUrl: text('newClient.needsRedirect') }
      : {}),
  })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (step === 1) {
      const found = checkDetails()
      setErrors(found)
      if (Object.keys(found).length > 0) return
    }
    if (step < last) return setStep(step + 1)
    try {
      const { headers } = await create.mutateAsync({ params: { realm }, body: toClientRepresentation(input) })
      toasts.success(text('clients.createdToast', { name: input.clientId.trim() }))
      const id = readCreatedId(headers)
      navigate(id === undefined ? pathTo.clients(realm) : pathTo.client(realm, id, 'connect'))
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <Page
      title={text('newClient.title')}
      description={text('newClient.help')}
      parents={[{ label: text('clients.title'), path: pathTo.clients(realm) }]}
    >
      <form onSubmit={submit} className={classes['form']} noValidate>
        <Stack gap="xl">
          <Stepper
            active={step}
            size="sm"
            onStepClick={(next) => next < step && setStep(next)}
            allowNextStepsSelect={false}
          >
            <Stepper.Step label={text('newClient.stepKind')} />
            <Stepper.Step label={text('newClient.stepDetails')} />
            <Stepper.Step label={text('newClient.stepSummary')} />
          </Stepper>
          {step === 0 ? <ClientKindStep value={input.kind} onChange={(kind) => change({ kind })} /> : null}
          {step === 1 ? <ClientDetailsStep input={input} errors={errors} onChange={change} /> : null}
          {step === last ? <ClientSummaryStep input={input} failure={failure} /> : null}
          <Group justify="space-between">
            <Button
              variant="default"
              onClick={() => (step === 0 ? navigate(pathTo.clients(realm)) : setStep(step - 1))}
            >
              {text('newClient.back')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {text(step === last ? 'newClient.create' : 'newClient.next')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  )
}
