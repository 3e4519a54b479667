/** Against slow readers and writers, in milliseconds: headers within 15 s, the whole request within 60 s. */
export const serverTimeouts = {
  connectionTimeout: 65_000,
  requestTimeout: 60_000,
  http: { headersTimeout: 15_000, maxHeaderSize: 65_536 },
} as const
