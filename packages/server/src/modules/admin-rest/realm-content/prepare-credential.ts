import type { ImportedCredential } from '@ztrust/contract/admin/imported-user'
import { isVerifiablePassword, type StoredPassword } from '../../../crypto/password-hash.ts'
import { decodeOtpSecret, encodeOtpSecret } from '../../../crypto/totp.ts'
import { InvalidInput } from '../../../kernel/error.ts'
import type { NewCredential } from '../../../model/credential/credential.ts'
import { otpCredential, readOtpParameters } from '../../../model/credential/otp-credential.ts'
import { passwordCredential, toStoredPassword } from '../../../model/credential/password-credential.ts'
import { toHashPolicy } from '../../../model/credential/password-policy.ts'
import type { ServerContext } from '../../../spi/server-context.ts'

type Server = Pick<ServerContext, 'hashing' | 'secrets' | 'ids'>

/**
 * A credential of a file as it is stored: a password in clear is hashed by the realm's policy, a hashed one is taken as
 * it is and hashed anew at the first sign-in. Throws `InvalidInput` for one that could never be verified, and
 * `Overloaded`. Runs before the transaction.
 */
export async function prepareCredential(
  server: Server,
  passwordPolicy: string | undefined,
  sent: ImportedCredential,
): Promise<NewCredential> {
  const type = sent.type ?? 'password'
  const about = {
    ...(sent.userLabel === undefined ? {} : { label: sent.userLabel }),
    ...(sent.createdDate === undefined ? {} : { createdAt: sent.createdDate }),
  }
  if (type === 'password') {
    const stored =
      sent.value === undefined
        ? readHashedPassword(sent)
        : await server.hashing.hash(sent.value, toHashPolicy(passwordPolicy))
    return {
      ...(sent.id === undefined ? {} : { id: sent.id }),
      ...passwordCredential(stored, { isTemporary: sent.temporary ?? false }),
      ...about,
    }
  }
  if (type === 'otp' || type === 'totp' || type === 'hotp') return { ...readOtp(server, type, sent), ...about }
  throw new InvalidInput('credentials', `Credentials of the type ${type} cannot be imported`)
}

function readHashedPassword(sent: ImportedCredential): StoredPassword {
  const { hashedSaltedValue: value, salt, hashIterations, algorithm = 'pbkdf2-sha256' } = sent
  const stored =
    value !== undefined && salt !== undefined
      ? {
          credentialData: { hashIterations: hashIterations ?? 1, algorithm, additionalParameters: {} },
          secretData: { value, salt },
        }
      : toStoredPassword({ credentialData: readObject(sent.credentialData), secretData: readObject(sent.secretData) })
  if (!stored || !isVerifiablePassword(stored)) {
    const named = stored?.credentialData.algorithm ?? 'none'
    throw new InvalidInput('credentials', `The hash of the password cannot be verified (algorithm: ${named})`)
  }
  return stored
}

function readOtp({ secrets, ids }: Server, type: 'otp' | 'totp' | 'hotp', sent: ImportedCredential): NewCredential {
  const data = readObject(sent.credentialData)
  const { value } = readObject(sent.secretData)
  const text = typeof value === 'string' ? value : sent.value
  const encoding = data['secretEncoding']
  const secret = decodeOtpSecret(text ?? '', typeof encoding === 'string' ? encoding : undefined)
  if (!secret || secret.length === 0)
    throw new InvalidInput('credentials', 'The secret of the OTP credential is no such')
  const subType = type === 'otp' ? data['subType'] : type
  const parameters = readOtpParameters({ credentialData: { ...data, subType } })
  return otpCredential(secrets, sent.id ?? ids.uuid(), { secret: encodeOtpSecret(secret), parameters })
}

function readObject(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch (cause) {
    throw new InvalidInput('credentials', 'error-invalid-value', [], cause)
  }
}
