import { describe, expect, it } from 'vitest'
import { OutboundError, type OutboundResponse } from '../spi/outbound-client.ts'
import { requireSector } from './require-sector.ts'

/** A server whose other servers answer this, or not at all. */
function answering(body: string | undefined, status = 200) {
  const asked: string[] = []
  const fetch = async ({ url }: { readonly url: string }): Promise<OutboundResponse> => {
    asked.push(url)
    if (body === undefined) throw new OutboundError('unreachable', 'no answer')
    return { status, headers: {}, body }
  }
  return {
    asked,
    server: {
      outbound: {
        fetch,
        connect: async () => Promise.reject(new Error('No connection is meant')),
        close: async () => undefined,
      },
    },
  }
}

const sector = 'https://sector.test/uris.json'
const uris = ['https://a.test/', 'https://b.test/']
const metadata = { subject_type: 'pairwise', sector_identifier_uri: sector, redirect_uris: uris } as const

describe('the sector of a client', () => {
  it('is known when its file lists all redirect URIs, and more', async () => {
    const { server, asked } = answering(JSON.stringify([...uris, 'https://c.test/']))
    await requireSector(server, metadata)
    expect(asked).toEqual([sector])
  })

  it.each([
    ['lists not all', JSON.stringify(['https://a.test/'])],
    ['is no list', '{}'],
    ['is no JSON', 'uris'],
    ['cannot be fetched', undefined],
  ])('is refused when its file %s', async (_case, body) => {
    await expect(requireSector(answering(body).server, metadata)).rejects.toMatchObject({
      code: 'invalid_client_metadata',
    })
  })

  it('is refused when its file is not there, or comes without TLS', async () => {
    await expect(requireSector(answering('[]', 404).server, metadata)).rejects.toThrow('Failed to get redirect URIs')
    const plain = { ...metadata, sector_identifier_uri: 'http://sector.test/uris.json' }
    const { server, asked } = answering(JSON.stringify(uris))
    await expect(requireSector(server, plain)).rejects.toThrow('HTTPS')
    expect(asked).toEqual([])
  })

  it('is the host of its redirect URIs without a file, and there is but one', async () => {
    const { server } = answering(undefined)
    await requireSector(server, { subject_type: 'pairwise', redirect_uris: ['https://a.test/1', 'https://a.test/2'] })
    await expect(requireSector(server, { subject_type: 'pairwise', redirect_uris: uris })).rejects.toThrow(
      'multiple host components',
    )
    await requireSector(server, { subject_type: 'public', redirect_uris: uris })
  })
})
