import { expect, test } from 'vitest'
import { readUserAgent } from './user-agent.ts'

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
    { browser: 'Chrome/143.0', os: 'Windows', osVersion: '10', device: 'Other', isMobile: false },
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    { browser: 'Safari/18.1', os: 'iOS', osVersion: '18.1', device: 'iPhone', isMobile: true },
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    { browser: 'Firefox/140.0', os: 'Linux', osVersion: '', device: 'Other', isMobile: false },
  ],
  ['curl/8.5.0', { browser: 'curl/8.5', os: 'Other', osVersion: '', device: 'Other', isMobile: false }],
  ['', { browser: 'Unknown', os: 'Other', osVersion: '', device: 'Other', isMobile: false }],
  ['<script>alert(1)</script>', { browser: 'Unknown', os: 'Other', osVersion: '', device: 'Other', isMobile: false }],
])('%s is read', (header, expected) => {
  expect(readUserAgent(header)).toEqual(expected)
})
