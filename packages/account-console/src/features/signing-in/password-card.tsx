import { Button, Text } from '@mantine/core'
import { RelativeTime } from '@ztrust/ui/relative-time.tsx'
import { SectionCard } from '@ztrust/ui/section-card.tsx'
import { useSession } from '@ztrust/ui/session-gate.tsx'
import { useText } from '../../text.ts'
import type { CredentialContainer } from './credential-container.ts'

/** The password and the way to change it. */
export function PasswordCard({ container }: { readonly container: CredentialContainer }) {
  const text = useText()
  const { signIn } = useSession()
  const [password] = container.userCredentialMetadatas
  const action = password ? container.updateAction : container.createAction
  return (
    <SectionCard
      title={text('password.title')}
      description={text('password.description')}
      actions={
        action === undefined ? undefined : (
          <Button variant="default" onClick={() => void signIn({ kc_action: action })}>
            {text(password ? 'password.change' : 'password.set')}
          </Button>
        )
      }
    >
      <Text>
        {password ? (
          <>
            {text('password.since')} <RelativeTime at={password.credential.createdDate} />
          </>
        ) : (
          text('password.none')
        )}
      </Text>
    </SectionCard>
  )
}
