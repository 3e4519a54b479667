import { expect, test } from 'vitest'
import { fromHints, parseUserAgent } from './phone-model.ts'

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0'

test.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15', 'iPhone', 'iOS 18.2'],
  ['Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15', 'iPad', 'iPadOS 17.0'],
  [`Mozilla/5.0 (Linux; Android 15; Pixel 8 Pro) ${webkit} Mobile Safari/537.36`, 'Pixel 8 Pro', 'Android 15'],
  [`Mozilla/5.0 (Linux; Android 13; SM-S918B Build/TP1A.220624.014) ${webkit}`, 'SM-S918B', 'Android 13'],
  [`Mozilla/5.0 (Linux; Android 10; K) ${webkit} Mobile Safari/537.36`, '', 'Android 10'],
  ['Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', '', 'Android 14'],
  [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} Safari/537.36`, '', 'Linux'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Safari/537.36`, '', 'Windows'],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Safari/537.36`, 'Mac', 'macOS'],
  ['something else', '', ''],
])('%s', (userAgent, model, platform) => {
  expect(parseUserAgent(userAgent, 0)).toEqual({ model, platform })
})

test('an iPad that calls itself a Mac is known by its touch screen', () => {
  expect(parseUserAgent('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 5).model).toBe('iPad')
})

test('client hints say more than the reduced User-Agent, and leave out what nobody knows', () => {
  const fallback = { model: '', platform: 'Android 10' }
  expect(fromHints({ model: 'Pixel 8', platform: 'Android', platformVersion: '15.0.0' }, '', fallback)).toEqual({
    model: 'Pixel 8',
    platform: 'Android 15',
  })
  expect(fromHints({ platformVersion: '19.0.0' }, 'Windows', { model: '', platform: 'Windows' })).toEqual({
    model: '',
    platform: 'Windows',
  })
  expect(fromHints({}, '', fallback)).toEqual(fallback)
})
