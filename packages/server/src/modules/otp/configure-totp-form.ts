import type { Form, FormButton, FormField, FormText } from '../../spi/form.ts'
import { text } from '../../spi/form.ts'
import type { RequiredActionContext } from '../../spi/required-action.ts'

export interface ConfigureTotpFormInput {
  readonly mode: 'qr' | 'manual'
  /** Base32, without padding. */
  readonly secret: string
  readonly otpauthUri: string
  readonly userLabel?: string
  readonly logoutSessions?: boolean
  readonly totpError?: FormText
  readonly labelError?: FormText
  /** The user has such a credential already and must tell the new one apart. */
  readonly isLabelRequired: boolean
}

/** Page `login-config-totp`. The secret is shown, never taken back from the post. */
export function configureTotpForm(context: RequiredActionContext, input: ConfigureTotpFormInput): Form {
  const { settings } = context.realm.realm
  const fields: FormField[] = [
    {
      name: 'totp',
      kind: 'otp',
      label: text('authenticatorCode'),
      required: true,
      autofocus: true,
      autocomplete: 'one-time-code',
      attributes: { inputmode: 'numeric', dir: 'ltr' },
      ...(input.totpError ? { error: input.totpError } : {}),
    },
    {
      name: 'userLabel',
      kind: 'text',
      label: text('loginTotpDeviceName'),
      value: input.userLabel ?? '',
      required: input.isLabelRequired,
      autocomplete: 'off',
      ...(input.labelError ? { error: input.labelError } : {}),
    },
    {
      name: 'logout-sessions',
      kind: 'checkbox',
      label: text('logoutOtherSessions'),
      value: (input.logoutSessions ?? true) ? 'on' : '',
    },
  ]
  const buttons: FormButton[] = [{ name: 'saveTOTPBtn', value: 'true', label: text('doSubmit'), kind: 'primary' }]
  if (context.isInitiatedByClient) {
    buttons.push({ name: 'cancel-aia', value: 'true', label: text('doCancel'), kind: 'secondary' })
  }
  const hasError = (input.totpError ?? input.labelError) !== undefined
  const withMode = (mode: string) => `${context.actionUrl}&mode=${mode}`
  return {
    id: 'login-config-totp',
    action: input.mode === 'manual' ? withMode('manual') : context.actionUrl,
    fields,
    messages: hasError ? [] : [{ kind: 'warning', text: text('configureTotpMessage') }],
    links: [
      input.mode === 'qr'
        ? { name: 'manual', label: text('loginTotpUnableToScan'), href: withMode('manual') }
        : { name: 'barcode', label: text('loginTotpScanBarcode'), href: withMode('qr') },
    ],
    buttons,
    data: {
      mode: input.mode,
      secret: input.secret,
      secretSpaced: input.secret.replace(/.{4}(?=.)/g, '$& '),
      otpauthUri: input.otpauthUri,
      policy: {
        type: settings.otpPolicyType,
        algorithm: settings.otpPolicyAlgorithm.replace('Hmac', ''),
        digits: settings.otpPolicyDigits,
        period: settings.otpPolicyPeriod,
        initialCounter: settings.otpPolicyInitialCounter,
      },
      applications: ['totpAppFreeOTPName', 'totpAppGoogleName', 'totpAppMicrosoftAuthenticatorName'],
      qrUrl: withMode('qr'),
      manualUrl: withMode('manual'),
    },
  }
}
