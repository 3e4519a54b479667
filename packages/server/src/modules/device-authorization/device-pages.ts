import { type Form, type FormText, text } from '../../spi/form.ts'

/**
 * Asks for the code. Its fields, ids and texts are Keycloak's; `userCode` is what the link brought, shown so that the user
 * compares it with the device before anything happens (RFC 8628, section 3.3.1).
 */
export function userCodePage(input: {
  readonly action: string
  readonly userCode?: string | undefined
  readonly error?: FormText
}): Form {
  const { action, userCode, error } = input
  const isPrefilled = userCode !== undefined && error === undefined
  return {
    id: 'login-oauth2-device-verify-user-code',
    action,
    fields: [
      {
        name: 'device_user_code',
        kind: 'otp',
        label: text('oauth2DeviceUserCode'),
        value: userCode ?? '',
        required: true,
        autocomplete: 'off',
        autofocus: !isPrefilled,
        attributes: { autocapitalize: 'characters', spellcheck: 'false', dir: 'ltr', maxlength: '20' },
        ...(error ? { error } : {}),
      },
    ],
    messages: isPrefilled ? [{ kind: 'warning', text: text('oauth2DeviceCompareUserCode') }] : [],
    links: [],
    data: isPrefilled ? { intro: text('oauth2DeviceCheckUserCode') } : {},
  }
}

export function deviceConnectedPage(): Form {
  return {
    id: 'info',
    fields: [],
    messages: [{ kind: 'success', text: text('oauth2DeviceVerificationCompleteMessage') }],
    links: [],
    data: { title: text('oauth2DeviceVerificationCompleteHeader') },
  }
}

/** The reason, and the way to another try. */
export function deviceFailedPage(reason: FormText, action: string): Form {
  return {
    id: 'info',
    fields: [],
    messages: [{ kind: 'error', text: reason }],
    links: [{ name: 'continue', label: text('oauth2DeviceEnterAnotherCode'), href: action }],
    data: { title: text('oauth2DeviceVerificationFailedHeader') },
  }
}
