// Tells whether something built is older than what it was built from.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow, root } from './layout.mjs'

const stampName = '.ztrust-stamp'
const isTest = (path) => /\.test\.tsx?$/.test(path)

/**
 * One hash over path, size and change time of all inputs (files or folders). Unlike the newest time alone
 * it also notices files that were deleted or moved back in time by a checkout.
 */
function fingerprint(inputs) {
  const hash = createHash('sha256')
  for (const input of inputs) {
    if (!existsSync(input)) continue
    const files = statSync(input).isDirectory() ? filesBelow(input, (path) => !isTest(path)) : [input]
    for (const file of files) {
      const { size, mtimeMs } = statSync(file)
      hash.update(`${file.slice(root.length)}\0${size}\0${mtimeMs}\n`)
    }
  }
  return hash.digest('hex')
}

export function isFresh(folder, inputs) {
  const stamp = join(folder, stampName)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(inputs)
}

export const markStale = (folder) => rmSync(join(folder, stampName), { force: true })

/** Runs a build between removing the stamp and writing the new one: a build cut short stays stale. */
export async function buildFresh(folder, inputs, build) {
  markStale(folder)
  // taken before the build, so that a change during it makes the result stale
  const wanted = fingerprint(inputs)
  await build()
  writeFileSync(join(folder, stampName), wanted)
}
