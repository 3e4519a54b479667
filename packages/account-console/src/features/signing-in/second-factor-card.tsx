import { Button, Stack, Text } from '@mantine/core'
import { IconPencil, IconPlus, IconShieldLock } from '@tabler/icons-react'
import {
  getAccountOverview,
  listAccountCredentials,
  removeAccountCredential,
  renameAccountCredential,
} from '@ztrust/contract/account'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { RelativeTime } from '@ztrust/ui/relative-time.tsx'
import { RowMenu } from '@ztrust/ui/row-menu.tsx'
import { SectionCard } from '@ztrust/ui/section-card.tsx'
import { useSession } from '@ztrust/ui/session-gate.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useCallback, useState } from 'react'
import { ofRealm } from '../../environment.ts'
import { useFreshSignIn } from '../../patterns/fresh-sign-in.ts'
import { InvitationBlock } from '../../patterns/invitation-block.tsx'
import { RenameDialog } from '../../patterns/rename-dialog.tsx'
import { useText } from '../../text.ts'
import type { AccountCredential, CredentialContainer } from './credential-container.ts'
import classes from './signing-in.module.css'

interface Asked {
  readonly what: 'rename' | 'remove'
  readonly credential: AccountCredential
}

/** Authenticator apps with six-digit codes. */
export function SecondFactorCard({ container }: { readonly container: CredentialContainer }) {
  const text = useText()
  const toasts = useToasts()
  const { signIn } = useSession()
  const [asked, setAsked] = useState<Asked>()
  const close = () => setAsked(undefined)
  const remove = useRemoveCredential()
  const rename = useEndpointMutation(renameAccountCredential, { invalidates: [listAccountCredentials] })
  const credentials = container.userCredentialMetadatas.map(({ credential }) => credential)
  const nameOf = (credential: AccountCredential) => credential.userLabel || text('otp.unnamed')
  const { createAction } = container
  const setUp =
    createAction === undefined ? undefined : (
      <Button
        leftSection={<IconPlus size={18} stroke={1.5} />}
        variant={credentials.length > 0 ? 'default' : 'filled'}
        onClick={() => void signIn({ kc_action: createAction })}
      >
        {text('otp.setUp')}
      </Button>
    )
  return (
    <SectionCard
      title={text('otp.title')}
      description={text('otp.description')}
      actions={credentials.length > 0 ? setUp : undefined}
    >
      {credentials.length === 0 ? (
        <InvitationBlock
          icon={IconShieldLock}
          title={text('otp.none')}
          description={text('otp.none.text')}
          action={setUp}
        />
      ) : (
        <Stack component="ul" gap={0} m={0} p={0}>
          {credentials.map((credential) => (
            <li key={credential.id} className={classes['row']}>
              <div className={classes['words']}>
                <Text fw={500}>{nameOf(credential)}</Text>
                <Text c="dimmed" size="sm">
                  {text('otp.added')} <RelativeTime at={credential.createdDate} />
                </Text>
              </div>
              <Button
                variant="subtle"
                color="red"
                size="compact-md"
                onClick={() => setAsked({ what: 'remove', credential })}
                aria-label={text('otp.removeNamed', { name: nameOf(credential) })}
              >
                {text('otp.remove')}
              </Button>
              <RowMenu
                name={nameOf(credential)}
                actions={[
                  {
                    label: text('common.rename'),
                    icon: IconPencil,
                    onClick: () => setAsked({ what: 'rename', credential }),
                  },
                ]}
              />
            </li>
          ))}
        </Stack>
      )}
      {asked?.what === 'rename' ? (
        <RenameDialog
          title={text('otp.rename.title')}
          label={text('otp.rename.label')}
          name={asked.credential.userLabel ?? ''}
          maxLength={255}
          onClose={close}
          onRename={async (name) => {
            await rename.mutateAsync({ params: { ...ofRealm, credentialId: asked.credential.id }, body: name })
            toasts.success(text('otp.renamed', { name }))
          }}
        />
      ) : null}
      <ConfirmDialog
        opened={asked?.what === 'remove'}
        onClose={close}
        title={text('otp.remove.title', { name: asked ? nameOf(asked.credential) : '' })}
        confirmLabel={text('otp.remove')}
        onConfirm={() => (asked ? remove(asked.credential.id) : undefined)}
      >
        {text('otp.remove.text')}
      </ConfirmDialog>
    </SectionCard>
  )
}

function useRemoveCredential(): (id: string) => Promise<void> {
  const text = useText()
  const toasts = useToasts()
  const { mutateAsync } = useEndpointMutation(removeAccountCredential, {
    invalidates: [listAccountCredentials, getAccountOverview],
    onSuccess: () => toasts.success(text('otp.removed')),
  })
  const step = useCallback(
    (credentialId: string) => mutateAsync({ params: { ...ofRealm, credentialId } }),
    [mutateAsync],
  )
  return useFreshSignIn('remove-credential', step)
}
