import { constants } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { FastifyInstance } from 'fastify'
import type { ServerConfig } from '../../kernel/config.ts'
import { OperatorError } from '../../kernel/error.ts'
import { serverTimeouts } from '../server-timeouts.ts'

export interface HttpsListener {
  /** Takes no more requests, and answers those in flight. */
  close(): Promise<void>
}

/**
 * Listens for TLS beside the plain listener, with the same routes. Certificates of clients are asked for as configured;
 * unless they are required, one that nobody vouches for is let in: it can bind tokens, but it proves no client.
 */
export async function listenHttps(app: FastifyInstance, config: ServerConfig, port: number): Promise<HttpsListener> {
  await app.ready()
  const https = createServer(
    {
      key: readPem(config.httpsCertificateKeyFile, 'https-certificate-key-file'),
      cert: readPem(config.httpsCertificateFile, 'https-certificate-file'),
      ...(config.httpsTrustStoreFile
        ? { ca: readPem(config.httpsTrustStoreFile, 'https-trust-store-file'), allowPartialTrustChain: true }
        : {}),
      // BCP 195 (RFC 9325, section 3.1.1)
      minVersion: 'TLSv1.2',
      requestCert: config.httpsClientAuth !== 'none',
      rejectUnauthorized: config.httpsClientAuth === 'required',
      // A resumed session brings no certificates but the client's own; each connection shows them all.
      ...(config.httpsClientAuth === 'none' ? {} : { secureOptions: constants.SSL_OP_NO_TICKET }),
      ...serverTimeouts.http,
      requestTimeout: serverTimeouts.requestTimeout,
    },
    (request, response) => app.routing(request, response),
  )
  https.timeout = serverTimeouts.connectionTimeout
  await listen(https, config.host, port)
  return {
    close: () =>
      new Promise((resolve, reject) => {
        https.close((error) => (error ? reject(error) : resolve()))
        https.closeIdleConnections()
      }),
  }
}

function readPem(file: string | undefined, flag: string): Buffer {
  if (file === undefined) throw new OperatorError(`--https-port needs --${flag} FILE.`)
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new OperatorError(`The file ${file} (--${flag}) cannot be read.`, cause)
  }
}

function listen(https: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    https.once('error', (cause) =>
      reject(new OperatorError(`HTTPS cannot listen on port ${port}: ${cause.message}`, cause)),
    )
    https.listen(port, host, () => resolve())
  })
}
