import { Stack, TagsInput, TextInput } from '@mantine/core'
import { useText } from '../../text.ts'
import type { NewClient } from './client-kind.ts'

export interface DetailsErrors {
  readonly clientId?: string
  readonly rootUrl?: string
}

export interface ClientDetailsStepProps {
  readonly input: NewClient
  readonly errors: DetailsErrors
  readonly onChange: (part: Partial<NewClient>) => void
}

export function ClientDetailsStep({ input, errors, onChange }: ClientDetailsStepProps) {
  const text = useText()
  const isNative = input.kind === 'native'
  return (
    <Stack>
      <TextInput
        label={text('clients.clientId')}
        description={text('newClient.clientIdHelp')}
        value={input.clientId}
        onChange={(event) => onChange({ clientId: event.currentTarget.value })}
        error={errors.clientId}
        withAsterisk
        autoFocus
        autoComplete="off"
        spellCheck={false}
        maxLength={255}
      />
      <TextInput
        label={text('newClient.name')}
        description={text('newClient.nameHelp')}
        value={input.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        autoComplete="off"
        maxLength={255}
      />
      {input.kind === 'service' ? null : (
        <>
          {isNative ? null : (
            <TextInput
              label={text('newClient.rootUrl')}
              description={text('newClient.rootUrlHelp')}
              type="url"
              value={input.rootUrl}
              onChange={(event) => onChange({ rootUrl: event.currentTarget.value })}
              error={errors.rootUrl}
              autoComplete="off"
            />
          )}
          <TagsInput
            label={text('newClient.redirectUris')}
            description={text(isNative ? 'newClient.redirectUrisNative' : 'newClient.redirectUrisHelp')}
            value={[...input.redirectUris]}
            onChange={(redirectUris) => onChange({ redirectUris })}
            error={isNative ? errors.rootUrl : undefined}
            acceptValueOnBlur
          />
        </>
      )}
    </Stack>
  )
}
