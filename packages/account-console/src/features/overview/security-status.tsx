import { Button, Card, Text, Title } from '@mantine/core'
import { IconShieldCheck, IconShieldExclamation } from '@tabler/icons-react'
import { useSession } from '@ztrust/ui/session-gate.tsx'
import { paths } from '../../paths.ts'
import { TextLink } from '../../patterns/text-link.tsx'
import type { Overview } from '../../shell/use-overview.ts'
import { useText } from '../../text.ts'
import classes from './overview.module.css'

/** How safe the account is, in a sentence, and the one step that would make it safer. */
export function SecurityStatus({ overview: { hasOtp } }: { readonly overview: Overview }) {
  const text = useText()
  const { signIn } = useSession()
  const IconOf = hasOtp ? IconShieldCheck : IconShieldExclamation
  return (
    <Card component="section" aria-labelledby="security-status">
      <div className={classes['status']}>
        <span className={classes['statusIcon']} data-weak={!hasOtp || undefined} aria-hidden>
          <IconOf size={22} stroke={1.5} />
        </span>
        <div className={classes['statusWords']}>
          <Title order={2} size="h3" id="security-status">
            {text(hasOtp ? 'security.strong' : 'security.weak')}
          </Title>
          <Text c="dimmed">{text(hasOtp ? 'security.strong.text' : 'security.weak.text')}</Text>
        </div>
        {hasOtp ? (
          <TextLink to={paths.signingIn}>{text('security.strong.action')}</TextLink>
        ) : (
          <Button onClick={() => void signIn({ kc_action: 'CONFIGURE_TOTP' })}>{text('security.weak.action')}</Button>
        )}
      </div>
    </Card>
  )
}
