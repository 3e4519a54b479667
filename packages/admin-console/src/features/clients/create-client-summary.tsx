import { Alert, Stack, Text } from '@mantine/core'
import { useFailureText } from '@ztrust/ui/use-api.tsx'
import { Facts } from '../../patterns/facts.tsx'
import { useText } from '../../text.ts'
import { type NewClient, toClientRepresentation } from './client-kind.ts'

export interface ClientSummaryStepProps {
  readonly input: NewClient
  readonly failure: unknown
}

export function ClientSummaryStep({ input, failure }: ClientSummaryStepProps) {
  const text = useText()
  const failureText = useFailureText()
  const client = toClientRepresentation(input)
  return (
    <Stack>
      <Text c="dimmed">{text('newClient.summaryHelp')}</Text>
      <Facts
        facts={[
          [text('clients.type'), text(`newClient.${input.kind}`)],
          [text('clients.clientId'), client.clientId],
          [text('newClient.name'), client.name],
          [text('newClient.redirectUris'), (client.redirectUris ?? []).join('\n')],
          [text('client.webOrigins'), (client.webOrigins ?? []).join('\n')],
          [
            text('newClient.secret'),
            text(client.publicClient === true ? 'newClient.secretNone' : 'newClient.secretMade'),
          ],
        ]}
      />
      {failure === undefined ? null : (
        <Alert color="red" role="alert">
          {failureText(failure)}
        </Alert>
      )}
    </Stack>
  )
}
