import { type Form, type FormText, text } from '../../spi/form.ts'

// One form for each page as the modules build them: what the tests of the templates render.

const action = '/realms/acme/login-actions/authenticate?session_code=s3&execution=e1&client_id=shop&tab_id=t1'
const named = (name: string): FormText => ({ key: name, fallback: name })
const restart = { name: 'restart', label: text('restartLoginTooltip'), href: '/realms/acme/login-actions/restart' }
const back = { name: 'back-to-application', label: text('backToApplication'), href: 'https://shop.example.org/' }
const signIn = { name: 'login', value: 'true', label: text('doLogIn'), kind: 'primary' } as const
const submit = { name: 'login', value: 'true', label: text('doSubmit'), kind: 'primary' } as const
const cancel = { name: 'cancel-aia', value: 'true', label: text('doCancel'), kind: 'secondary' } as const
const anotherWay = {
  name: 'tryAnotherWay',
  value: 'on',
  label: text('doTryAnotherWay'),
  kind: 'secondary',
} as const
const password = {
  name: 'password',
  kind: 'password',
  label: text('password'),
  required: true,
  autocomplete: 'current-password',
} as const
const rememberMe = { name: 'rememberMe', kind: 'checkbox', label: text('rememberMe'), value: 'on' } as const
const logoutSessions = {
  name: 'logout-sessions',
  kind: 'checkbox',
  label: text('logoutOtherSessions'),
  value: 'on',
} as const
const username = {
  name: 'username',
  kind: 'text',
  label: text('usernameOrEmail'),
  required: true,
  autocomplete: 'username',
  autofocus: true,
  attributes: { autocapitalize: 'none', spellcheck: 'false' },
} as const
const otp = {
  name: 'otp',
  kind: 'otp',
  label: text('loginOtpOneTime'),
  required: true,
  autofocus: true,
  attributes: { inputmode: 'numeric', dir: 'ltr' },
} as const

const forgot = { name: 'forgot-password', label: text('doForgotPassword'), href: '/realms/acme/login-actions/reset' }
const registration = {
  name: 'registration',
  label: text('doRegister'),
  href: '/realms/acme/login-actions/registration',
}

const login: Form = {
  id: 'login',
  action,
  hidden: { credentialId: '' },
  fields: [username, password, rememberMe],
  messages: [],
  links: [forgot, registration],
  buttons: [signIn],
  data: { usernameHidden: false, username: '', rememberMe: true, social: [] },
}

const configureTotp: Form = {
  id: 'login-config-totp',
  action,
  fields: [
    { ...otp, name: 'totp', label: text('authenticatorCode') },
    { name: 'userLabel', kind: 'text', label: text('loginTotpDeviceName'), value: '', autocomplete: 'off' },
    logoutSessions,
  ],
  messages: [{ kind: 'warning', text: text('configureTotpMessage') }],
  links: [{ name: 'manual', label: text('loginTotpUnableToScan'), href: `${action}&mode=manual` }],
  buttons: [{ name: 'saveTOTPBtn', value: 'true', label: text('doSubmit'), kind: 'primary' }, cancel],
  data: {
    mode: 'qr',
    secret: 'NB2W45DFOIZA5LTTKRUGKZTB',
    secretSpaced: 'NB2W 45DF OIZA 5LTT KRUG KZTB',
    otpauthUri: 'otpauth://totp/Acme:jane.doe?secret=NB2W45DFOIZA5LTTKRUGKZTB&digits=6&period=30&issuer=Acme',
    policy: { type: 'totp', algorithm: 'SHA1', digits: 6, period: 30, initialCounter: 0 },
    applications: ['totpAppFreeOTPName', 'totpAppGoogleName', 'totpAppMicrosoftAuthenticatorName'],
  },
}

const profile: Form = {
  id: 'login-update-profile',
  action,
  fields: [
    { name: 'username', kind: 'text', label: named('${username}'), value: 'jane.doe', readOnly: true },
    { name: 'email', kind: 'email', label: named('${email}'), value: 'jane.doe@example.org', required: true },
    { name: 'firstName', kind: 'text', label: named('${firstName}'), value: 'Jane', required: true },
    { name: 'lastName', kind: 'text', label: named('${lastName}'), value: 'Doe', required: true },
    {
      name: 'department',
      kind: 'select',
      label: named('Department'),
      value: 'sales',
      options: [
        { value: 'sales', label: named('Sales') },
        { value: 'research', label: named('Research and development') },
      ],
    },
    {
      name: 'shift',
      kind: 'radio',
      label: named('Shift'),
      value: 'night',
      options: [
        { value: 'day', label: named('Day') },
        { value: 'night', label: named('Night') },
      ],
      help: named('Your building opens at these times only.'),
    },
    { name: 'about', kind: 'textarea', label: named('About you'), value: 'First line\nSecond line' },
  ],
  messages: [{ kind: 'warning', text: text('updateProfileMessage') }],
  links: [],
  buttons: [submit],
  data: { groups: [{ name: 'work', label: named('Work'), fields: ['department', 'shift'] }] },
}

/** A form for every page that has a template, and one for a page that has none. */
export const sampleForms: readonly Form[] = [
  login,
  { ...login, id: 'login-username', fields: [username, rememberMe] },
  {
    ...login,
    id: 'login-password',
    fields: [{ ...password, autofocus: true }],
    links: [forgot, restart],
    buttons: [signIn, anotherWay],
    data: { username: 'jane.doe' },
  },
  {
    ...profile,
    id: 'register',
    fields: [
      ...profile.fields.map((field) => ({ ...field, readOnly: false, value: '' })),
      { ...password, autocomplete: 'new-password' },
      { ...password, name: 'password-confirm', label: text('passwordConfirm'), autocomplete: 'new-password' },
      {
        name: 'termsAccepted',
        kind: 'checkbox',
        label: text('acceptTerms'),
        help: text('termsText'),
        required: true,
        error: text('termsAcceptanceRequired'),
      },
    ],
    messages: [],
    links: [{ name: 'back-to-login', label: text('backToLogin'), href: '/realms/acme/login-actions/restart' }],
    buttons: [{ name: 'register', value: 'true', label: text('doRegister'), kind: 'primary' }],
  },
  {
    id: 'login-reset-otp',
    action,
    fields: [
      {
        name: 'selectedCredentialId',
        kind: 'radio',
        label: text('loginChooseAuthenticator'),
        value: 'c1',
        required: true,
        options: [
          { value: 'c1', label: named('Pixel 9') },
          { value: 'c2', label: named('Tablet at home') },
        ],
      },
    ],
    messages: [],
    links: [],
    buttons: [submit],
    data: { username: 'jane.doe' },
  },
  {
    id: 'login-otp',
    action,
    fields: [
      {
        name: 'selectedCredentialId',
        kind: 'radio',
        label: text('loginChooseAuthenticator'),
        value: 'c1',
        options: [
          { value: 'c1', label: named('Pixel 9') },
          { value: 'c2', label: named('Tablet at home') },
        ],
      },
      otp,
    ],
    messages: [],
    links: [restart],
    buttons: [signIn, anotherWay],
    data: { username: 'jane.doe' },
  },
  configureTotp,
  {
    ...configureTotp,
    links: [{ name: 'barcode', label: text('loginTotpScanBarcode'), href: `${action}&mode=qr` }],
    data: { ...configureTotp.data, mode: 'manual' },
  },
  {
    id: 'login-update-password',
    action,
    fields: [
      { ...password, name: 'password-new', label: text('passwordNew'), autocomplete: 'new-password', autofocus: true },
      { ...password, name: 'password-confirm', label: text('passwordConfirm'), autocomplete: 'new-password' },
      logoutSessions,
    ],
    messages: [{ kind: 'warning', text: text('updatePasswordMessage') }],
    links: [],
    buttons: [submit, cancel],
    data: { username: 'jane.doe' },
  },
  profile,
  {
    id: 'login-reset-password',
    action: '/realms/acme/login-actions/reset-credentials?session_code=s3&execution=e1&client_id=shop&tab_id=t1',
    fields: [username],
    messages: [],
    links: [{ name: 'back-to-login', label: text('backToLogin'), href: '/realms/acme/login-actions/restart' }],
    data: {},
  },
  {
    id: 'login-verify-email',
    action:
      '/realms/acme/login-actions/required-action?session_code=s3&execution=VERIFY_EMAIL&client_id=shop&tab_id=t1',
    fields: [],
    messages: [{ kind: 'info', text: text('emailVerifyInstruction1', 'ada.lovelace@example.org') }],
    links: [],
    buttons: [{ name: 'resend', value: 'true', label: text('emailVerifyResend'), kind: 'secondary' }],
    data: {},
  },
  {
    id: 'terms',
    action,
    fields: [],
    messages: [],
    links: [],
    buttons: [
      { name: 'accept', value: 'true', label: text('doAccept'), kind: 'primary' },
      { name: 'cancel', value: 'true', label: text('doDecline'), kind: 'secondary' },
    ],
    data: {},
  },
  {
    id: 'login-oauth-grant',
    action,
    fields: [],
    messages: [],
    links: [],
    buttons: [
      { name: 'accept', value: 'true', label: text('doYes'), kind: 'primary' },
      { name: 'cancel', value: 'true', label: text('doNo'), kind: 'secondary' },
    ],
    data: {
      clientId: 'shop',
      clientName: named('Acme Shop'),
      policyUri: 'https://shop.example.org/privacy',
      tosUri: 'https://shop.example.org/terms',
      scopes: [
        { name: 'profile', text: text('${profileScopeConsentText}') },
        { name: 'email', text: text('${emailScopeConsentText}') },
        { name: 'orders', text: named('Read your orders of the last two years') },
      ],
    },
  },
  {
    id: 'login-oauth2-device-verify-user-code',
    action: '/realms/acme/device',
    fields: [
      {
        name: 'device_user_code',
        kind: 'otp',
        label: text('oauth2DeviceUserCode'),
        value: 'BCDF-GHJK',
        required: true,
        attributes: { autocapitalize: 'characters', spellcheck: 'false', dir: 'ltr', maxlength: '20' },
        error: text('oauth2DeviceInvalidUserCodeMessage'),
      },
    ],
    messages: [{ kind: 'warning', text: text('oauth2DeviceCompareUserCode') }],
    links: [],
    data: {},
  },
  {
    id: 'select-authenticator',
    action,
    fields: [],
    messages: [],
    links: [restart],
    data: {
      attemptedUsername: 'jane.doe',
      choices: [
        {
          authenticationExecution: 'e1',
          label: text('password-display-name'),
          help: text('password-help-text'),
          icon: 'password',
        },
        { authenticationExecution: 'e2', label: text('otp-display-name'), help: text('otp-help-text'), icon: 'otp' },
      ],
    },
  },
  {
    id: 'login-page-expired',
    fields: [],
    messages: [],
    links: [restart, { name: 'continue', label: text('pageExpiredMsg2'), href: action }],
    data: {},
  },
  {
    id: 'already-logged-in',
    fields: [],
    messages: [{ kind: 'info', text: text('alreadyLoggedIn') }],
    links: [{ name: 'continue', label: text('doContinue'), href: action }, back],
    data: {},
  },
  {
    id: 'logout-confirm',
    action: '/realms/acme/protocol/openid-connect/logout/logout-confirm',
    hidden: { session_code: 'code' },
    fields: [],
    messages: [],
    links: [back],
    buttons: [{ name: 'confirmLogout', value: 'true', label: text('doLogout'), kind: 'primary' }],
    data: {},
  },
  {
    id: 'frontchannel-logout',
    fields: [],
    messages: [],
    links: [{ name: 'continue', label: text('doContinue'), href: 'https://shop.example.org/bye' }],
    data: { clients: [{ name: 'Acme Shop', logoutUrl: 'https://shop.example.org/logout?sid=1' }] },
  },
  {
    id: 'error',
    fields: [],
    messages: [{ kind: 'error', text: text('invalidRedirectUriMessage') }],
    links: [back],
    data: { errorId: '0197-4c1e' },
  },
  {
    id: 'info',
    fields: [],
    messages: [{ kind: 'success', text: text('successLogout') }],
    links: [back],
    data: {},
  },
  {
    id: 'info',
    action: '/realms/acme/login-actions/action-token',
    hidden: { key: 'a.b.c' },
    fields: [],
    messages: [{ kind: 'info', text: text('confirmExecutionOfActions') }],
    links: [],
    buttons: [{ name: 'proceed', value: 'true', label: text('proceedWithAction'), kind: 'primary' }],
    data: { requiredActions: [text('requiredAction.UPDATE_PASSWORD'), text('requiredAction.CONFIGURE_TOTP')] },
  },
  {
    id: 'welcome',
    action: '/welcome',
    hidden: { stateChecker: 'token' },
    fields: [
      { ...username, label: text('username') },
      { ...password, autocomplete: 'new-password' },
      { ...password, name: 'passwordConfirmation', label: text('passwordConfirm'), autocomplete: 'new-password' },
    ],
    messages: [],
    links: [],
    data: {},
  },
  {
    id: 'form-post',
    action: 'https://shop.example.org/callback',
    hidden: { code: 'c0de', state: 'st4te', iss: 'https://id.example.org/realms/acme' },
    fields: [],
    messages: [],
    links: [],
    data: {},
  },
  {
    id: 'some-later-page',
    action,
    hidden: { key: 'value' },
    fields: [{ name: 'code', kind: 'text', label: named('Code from the letter'), required: true }],
    messages: [{ kind: 'info', text: named('A letter is on its way to you.') }],
    links: [restart, { name: 'resend', label: named('Send another letter'), href: action }],
    data: { title: named('Confirm your address'), username: 'jane.doe' },
  },
]
