import { Alert, Code, ScrollArea, Stack, Switch, Tabs, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { type ClientRepresentation, getClientSecret } from '@ztrust/contract/admin/clients'
import { CopyButton, CopyText } from '@ztrust/ui/copy-button.tsx'
import { SectionCard } from '@ztrust/ui/section-card.tsx'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { environment } from '../../environment.ts'
import { Facts } from '../../patterns/facts.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'
import classes from './client-connect-tab.module.css'
import { buildSnippets, issuerOf, type Snippet } from './connect-snippets.ts'

const hidden = '••••••••••••'

/** Answers "How do I connect?" with the addresses and code to copy. */
export function ClientConnectTab({ client }: { readonly client: ClientRepresentation }) {
  const text = useText()
  const hasFlow = client.standardFlowEnabled === true || client.serviceAccountsEnabled === true
  return (
    <Stack gap="lg">
      {hasFlow ? null : (
        <Alert color="yellow" icon={<IconInfoCircle size={18} stroke={1.5} />} title={text('connect.noFlow')}>
          {text('connect.noFlowHelp')}
        </Alert>
      )}
      <SnippetsCard client={client} />
      <EndpointsCard />
    </Stack>
  )
}

function SnippetsCard({ client }: { readonly client: ClientRepresentation }) {
  const text = useText()
  const realm = useRealmName()
  const mayManage = useAccess().mayAny('manage-clients')
  const hasSecret = client.publicClient !== true && client.bearerOnly !== true
  const secret = useEndpoint(
    getClientSecret,
    { params: { realm, id: client.id ?? '' } },
    { enabled: hasSecret && mayManage },
  )
  const [isShown, setShown] = useState(false)
  const real = secret.data?.value ?? '<client-secret>'
  const input = { client, realm, baseUrl: environment.baseUrl }
  const copied = buildSnippets({ ...input, secret: real })
  const shown = buildSnippets({ ...input, secret: isShown || secret.data === undefined ? real : hidden })
  return (
    <SectionCard
      title={text('connect.snippets')}
      description={text('connect.snippetsHelp')}
      actions={
        secret.data === undefined ? null : (
          <Switch
            label={text('connect.showSecret')}
            checked={isShown}
            onChange={(event) => setShown(event.currentTarget.checked)}
          />
        )
      }
    >
      <Tabs defaultValue={shown[0]?.id ?? null} keepMounted={false}>
        <Tabs.List aria-label={text('connect.snippets')}>
          {shown.map((snippet) => (
            <Tabs.Tab key={snippet.id} value={snippet.id}>
              {snippet.label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map((snippet, index) => (
          <Tabs.Panel key={snippet.id} value={snippet.id} pt="md">
            <SnippetFiles client={client} shown={snippet} copied={copied[index] ?? snippet} />
          </Tabs.Panel>
        ))}
      </Tabs>
      {secret.data === undefined || isShown ? null : (
        <Text c="dimmed" size="sm" mt="sm">
          {text('connect.secretHelp')}
        </Text>
      )}
    </SectionCard>
  )
}

interface SnippetFilesProps {
  readonly client: ClientRepresentation
  readonly shown: Snippet
  readonly copied: Snippet
}

function SnippetFiles({ client, shown, copied }: SnippetFilesProps) {
  const text = useText()
  const { redirectUri } = shown
  const isAllowed = redirectUri === undefined || (client.redirectUris ?? []).some((uri) => allows(uri, redirectUri))
  return (
    <Stack gap="md">
      {shown.files.map((file, index) => (
        <figure key={file.name} className={classes['file']}>
          <figcaption className={classes['caption']}>
            <span>{file.name}</span>
            <CopyButton
              name={text('connect.copySnippet', { name: file.name })}
              value={copied.files[index]?.code ?? file.code}
            />
          </figcaption>
          <ScrollArea
            type="auto"
            viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': text('connect.file', { name: file.name }) }}
          >
            <Code block className={classes['code'] ?? ''}>
              {file.code}
            </Code>
          </ScrollArea>
        </figure>
      ))}
      {isAllowed ? null : (
        <Alert color="yellow" icon={<IconInfoCircle size={18} stroke={1.5} />}>
          {text('connect.redirectMissing')} <CopyText name={text('newClient.redirectUris')} value={redirectUri} />
        </Alert>
      )}
    </Stack>
  )
}

function EndpointsCard() {
  const text = useText()
  const realm = useRealmName()
  const issuer = issuerOf({ baseUrl: environment.baseUrl, realm })
  const protocol = `${issuer}/protocol/openid-connect`
  const rows = [
    [text('connect.issuer'), issuer],
    [text('connect.discovery'), `${issuer}/.well-known/openid-configuration`],
    [text('connect.authorization'), `${protocol}/auth`],
    [text('connect.token'), `${protocol}/token`],
    [text('connect.userinfo'), `${protocol}/userinfo`],
    [text('connect.jwks'), `${protocol}/certs`],
    [text('connect.logout'), `${protocol}/logout`],
  ] as const
  return (
    <SectionCard title={text('connect.endpoints')} description={text('connect.endpointsHelp')}>
      <Facts facts={rows.map(([name, value]) => [name, <CopyText key={name} name={name} value={value} />] as const)} />
    </SectionCard>
  )
}

/** A star at the end stands for everything below; relative addresses are not looked into. */
function allows(pattern: string, uri: string): boolean {
  return pattern.endsWith('*') ? uri.startsWith(pattern.slice(0, -1)) : pattern === uri
}
