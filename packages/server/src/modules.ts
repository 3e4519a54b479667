import { accountModule } from './modules/account/index.ts'
import { adminRestModule } from './modules/admin-rest/index.ts'
import { authenticationFlowModule } from './modules/authentication-flow/index.ts'
import { backchannelLogoutModule } from './modules/backchannel-logout/index.ts'
import { certificateBoundTokensModule } from './modules/certificate-bound-tokens/index.ts'
import { cibaModule } from './modules/ciba/index.ts'
import { clientIdMetadataDocumentModule } from './modules/client-id-metadata-document/index.ts'
import { clientJwtModule } from './modules/client-jwt/index.ts'
import { clientPoliciesModule } from './modules/client-policies/index.ts'
import { clientRegistrationModule } from './modules/client-registration/index.ts'
import { clientSecretModule } from './modules/client-secret/index.ts'
import { clientX509Module } from './modules/client-x509/index.ts'
import { deviceAuthorizationModule } from './modules/device-authorization/index.ts'
import { devicesModule } from './modules/devices/index.ts'
import { dpopModule } from './modules/dpop/index.ts'
import { emailActionsModule } from './modules/email-actions/index.ts'
import { eventLogModule } from './modules/event-log/index.ts'
import { expiryModule } from './modules/expiry/index.ts'
import { federatedJwtModule } from './modules/federated-jwt/index.ts'
import { firstAdministratorModule } from './modules/first-administrator/index.ts'
import { flowConditionsModule } from './modules/flow-conditions/index.ts'
import { healthModule } from './modules/health/index.ts'
import { identityProvidersModule } from './modules/identity-providers/index.ts'
import { jwtAuthorizationGrantModule } from './modules/jwt-authorization-grant/index.ts'
import { keysModule } from './modules/keys/index.ts'
import { localizationModule } from './modules/localization/index.ts'
import { mailModule } from './modules/mail/index.ts'
import { openidConnectModule } from './modules/openid-connect/index.ts'
import { organizationsModule } from './modules/organizations/index.ts'
import { otpModule } from './modules/otp/index.ts'
import { passwordLoginModule } from './modules/password-login/index.ts'
import { passwordPoliciesModule } from './modules/password-policies/index.ts'
import { profilePhotoModule } from './modules/profile-photo/index.ts'
import { protocolMappersModule } from './modules/protocol-mappers/index.ts'
import { registrationModule } from './modules/registration/index.ts'
import { requiredActionsModule } from './modules/required-actions/index.ts'
import { resetCredentialsModule } from './modules/reset-credentials/index.ts'
import { sessionLimitsModule } from './modules/session-limits/index.ts'
import { tokenExchangeModule } from './modules/token-exchange/index.ts'
import type { Module } from './spi/module.ts'

/** Every feature of this server, in one visible list. */
export const modules: readonly Module[] = [
  healthModule,
  firstAdministratorModule,
  eventLogModule,
  expiryModule,
  authenticationFlowModule,
  flowConditionsModule,
  sessionLimitsModule,
  passwordLoginModule,
  passwordPoliciesModule,
  otpModule,
  requiredActionsModule,
  registrationModule,
  emailActionsModule,
  resetCredentialsModule,
  keysModule,
  mailModule,
  openidConnectModule,
  backchannelLogoutModule,
  clientSecretModule,
  clientJwtModule,
  clientX509Module,
  federatedJwtModule,
  dpopModule,
  certificateBoundTokensModule,
  deviceAuthorizationModule,
  clientPoliciesModule,
  clientIdMetadataDocumentModule,
  clientRegistrationModule,
  cibaModule,
  tokenExchangeModule,
  jwtAuthorizationGrantModule,
  identityProvidersModule,
  localizationModule,
  organizationsModule,
  protocolMappersModule,
  profilePhotoModule,
  devicesModule,
  accountModule,
  adminRestModule,
]
