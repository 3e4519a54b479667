import { expect, test } from 'vitest'
import { missingPlatformPackages, readLockfile } from './lockfile.mjs'

const lock = {
  packages: {
    'node_modules/tool': {
      version: '2.0.0',
      dev: true,
      optionalDependencies: { 'tool-linux-x64': '2.0.0', '@tool/linux-arm64-musl': '2.0.0' },
    },
    'node_modules/tool-linux-x64': { version: '2.0.0', optional: true },
    'node_modules/outer': { version: '1.0.0' },
    'node_modules/outer/node_modules/inner': { version: '1.0.0', optionalDependencies: { 'inner-win32-x64': '1.0.0' } },
  },
}

test('a platform package that the lockfile lacks is found with its platform', () => {
  expect(missingPlatformPackages(lock)).toEqual({
    'node_modules/@tool/linux-arm64-musl': {
      version: '2.0.0',
      cpu: ['arm64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    },
    'node_modules/inner-win32-x64': { version: '1.0.0', cpu: ['x64'], optional: true, os: ['win32'] },
  })
})

test('a platform package counts as there when Node would find it in an outer folder', () => {
  const packages = { ...lock.packages, 'node_modules/outer/node_modules/inner-win32-x64': { version: '1.0.0' } }
  expect(missingPlatformPackages({ packages })).not.toHaveProperty('node_modules/inner-win32-x64')
})

test('a missing package whose name tells no platform is refused', () => {
  const packages = { 'node_modules/tool': { version: '1.0.0', optionalDependencies: { helper: '1.0.0' } } }
  expect(() => missingPlatformPackages({ packages })).toThrow('helper does not name its platform')
})

test('our own lockfile holds every platform package, so npm ci accepts it', () => {
  const lockfile = readLockfile()
  expect(Object.keys(lockfile.packages).length).toBeGreaterThan(100)
  expect(missingPlatformPackages(lockfile)).toEqual({})
})
