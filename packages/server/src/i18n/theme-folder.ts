import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { OperatorError } from '../kernel/error.ts'

/** The folder `themes/{theme}` beside the server's source and beside its bundle alike. */
export function findThemeFolder(theme: string, start: string = import.meta.dirname): string {
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, 'themes', theme)
    if (existsSync(join(candidate, 'messages', 'en.json'))) return candidate
    if (dirname(folder) === folder) throw new OperatorError(`The theme "${theme}" is not part of this installation.`)
  }
}
