import { expect, test } from 'vitest'
import type { Client } from '../../model/client/client.ts'
import { pairwiseSubMapper } from './pairwise-sub-mapper.ts'

const client = (redirectUris: string[]) => ({ settings: { redirectUris } }) as unknown as Client
const mapper = (config: Record<string, string>) => ({
  id: 'm',
  realmId: 'r',
  name: 'pairwise',
  protocol: 'openid-connect' as const,
  mapper: pairwiseSubMapper.id,
  config: { pairwiseSubAlgorithmSalt: 'salty', ...config },
})

test('subjects are those that Keycloak 26.7 gives', () => {
  const userId = '3007bb91-9484-4ac1-a6f8-a9bb9824cb0c'
  const subject = '44ea9c56-8a9b-3a2b-ab18-314f407dc1af'
  expect(pairwiseSubMapper.subjectFor?.(userId, mapper({}), client(['https://app.test/cb']))).toBe(subject)
  const sector = { sectorIdentifierUri: 'https://app.test/sector.json' }
  expect(pairwiseSubMapper.subjectFor?.(userId, mapper(sector), client(['https://elsewhere.test/']))).toBe(subject)
})
