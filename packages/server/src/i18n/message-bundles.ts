import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as z from 'zod'
import { findThemeFolder } from './theme-folder.ts'

/** Keys of the login pages' texts. English is the reference: a test holds every language to its keys. */
export type LoginMessageKey = keyof typeof import('../../themes/login/messages/en.json')

/** Texts of one language by key, as ICU messages. */
export type MessageBundle = ReadonlyMap<string, string>

/** Bundles by language tag. */
export type MessageBundles = ReadonlyMap<string, MessageBundle>

const bundleSchema = z.record(z.string(), z.string())

/** Reads `messages/{language}.json` of a theme. Called once, at the start. */
export function loadMessageBundles(theme: string): MessageBundles {
  const folder = join(findThemeFolder(theme), 'messages')
  const bundles = new Map<string, MessageBundle>()
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.json')) continue
    const texts = bundleSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
    bundles.set(basename(file, '.json'), new Map(Object.entries(texts)))
  }
  return bundles
}
