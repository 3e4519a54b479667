import type { LoginMessageKey } from '../../i18n/message-bundles.ts'

/** What a page has beside its form's data: template, heading and Keycloak's element ids. */
export interface PageShape {
  /** Key of the heading. */
  readonly title: LoginMessageKey
  /** The browser tab says Keycloak's "Sign in to {realm}" instead of the heading. */
  readonly hasLoginTitle?: true
  /** Id of the form element. */
  readonly formId: string
  /** Key and name of the main button when the form brings none. */
  readonly submit?: { readonly name: string; readonly label: LoginMessageKey }
  /** Element ids of buttons by name. */
  readonly buttonIds?: Readonly<Record<string, string>>
  /** Key of a sentence under the heading. */
  readonly intro?: LoginMessageKey
}

const login: PageShape = {
  title: 'loginAccountTitle',
  hasLoginTitle: true,
  formId: 'kc-form-login',
  submit: { name: 'login', label: 'doLogIn' },
  buttonIds: { login: 'kc-login' },
}

/** Pages by the id of their form. Each has a template of its name or uses the template `form`. */
const shapes: Readonly<Record<string, PageShape>> = {
  login,
  'login-username': login,
  'login-password': login,
  'login-otp': {
    ...login,
    title: 'loginOtpTitle',
    intro: 'loginOtpIntro',
    formId: 'kc-otp-login-form',
  },
  'login-config-totp': {
    title: 'loginTotpTitle',
    formId: 'kc-totp-settings-form',
    submit: { name: 'saveTOTPBtn', label: 'doSubmit' },
    buttonIds: { saveTOTPBtn: 'saveTOTPBtn', 'cancel-aia': 'cancelTOTPBtn' },
  },
  'login-reset-otp': {
    title: 'otpResetTitle',
    intro: 'otp-reset-description',
    formId: 'kc-otp-reset-form',
    submit: { name: 'login', label: 'doSubmit' },
    buttonIds: { login: 'kc-otp-reset-form-submit' },
  },
  'login-update-password': {
    title: 'updatePasswordTitle',
    formId: 'kc-passwd-update-form',
    submit: { name: 'login', label: 'doSubmit' },
    buttonIds: { login: 'kc-submit', 'cancel-aia': 'kc-cancel' },
  },
  'login-update-profile': {
    title: 'loginProfileTitle',
    formId: 'kc-update-profile-form',
    submit: { name: 'login', label: 'doSubmit' },
    buttonIds: { login: 'kc-submit', 'cancel-aia': 'kc-cancel' },
  },
  'login-reset-password': {
    title: 'emailForgotTitle',
    intro: 'emailInstruction',
    formId: 'kc-reset-password-form',
    submit: { name: 'login', label: 'doSubmit' },
    buttonIds: { login: 'kc-submit' },
  },
  'login-verify-email': { title: 'emailVerifyTitle', formId: 'kc-verify-email-form' },
  register: {
    title: 'registerTitle',
    formId: 'kc-register-form',
    submit: { name: 'register', label: 'doRegister' },
    buttonIds: { register: 'kc-register' },
  },
  terms: {
    title: 'termsTitle',
    formId: 'kc-terms-form',
    submit: { name: 'accept', label: 'doAccept' },
    buttonIds: { accept: 'kc-accept', cancel: 'kc-decline' },
  },
  'login-oauth-grant': {
    title: 'oauthGrantTitle',
    formId: 'kc-oauth-form',
    submit: { name: 'accept', label: 'doYes' },
    buttonIds: { accept: 'kc-login', cancel: 'kc-cancel' },
  },
  'login-oauth2-device-verify-user-code': {
    title: 'oauth2DeviceVerificationTitle',
    intro: 'verifyOAuth2DeviceUserCode',
    formId: 'kc-user-verify-device-user-code-form',
    submit: { name: '', label: 'doSubmit' },
    buttonIds: { '': 'kc-login' },
  },
  'select-authenticator': { title: 'loginChooseAuthenticator', formId: 'kc-select-credential-form' },
  'login-page-expired': { title: 'pageExpiredTitle', formId: 'kc-page-expired-form' },
  'logout-confirm': {
    title: 'logoutConfirmTitle',
    formId: 'kc-logout-confirm-form',
    submit: { name: 'confirmLogout', label: 'doLogout' },
    buttonIds: { confirmLogout: 'kc-logout' },
  },
  'frontchannel-logout': { title: 'frontchannel-logout.title', formId: 'kc-frontchannel-logout-form' },
  'already-logged-in': { title: 'infoTitle', formId: 'kc-info-form' },
  info: { title: 'infoTitle', formId: 'kc-info-form' },
  error: { title: 'errorTitle', formId: 'kc-error-form' },
  welcome: {
    title: 'welcomeTitle',
    intro: 'welcomeIntro',
    formId: 'kc-welcome-form',
    submit: { name: 'create', label: 'welcomeSubmit' },
    buttonIds: { create: 'kc-create' },
  },
  'form-post': {
    title: 'formPostTitle',
    formId: 'kc-form-post',
    submit: { name: '', label: 'doContinue' },
  },
}

const otherPage: PageShape = {
  title: 'loginAccountTitle',
  hasLoginTitle: true,
  formId: 'kc-form',
  submit: { name: 'submit', label: 'doSubmit' },
}

export const knownPages: readonly string[] = Object.keys(shapes)

export function shapeOf(pageId: string): PageShape {
  return (Object.hasOwn(shapes, pageId) ? shapes[pageId] : undefined) ?? otherPage
}
