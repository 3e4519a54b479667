import type { Form, FormLink, FormText } from '../spi/form.ts'

/** Wrong beyond sending the browser back: the application cannot be trusted or is not known. */
export function errorPage(message: FormText): Form {
  return { id: 'error', fields: [], messages: [{ kind: 'error', text: message }], links: [], data: {} }
}

export function infoPage(message: FormText, links: readonly FormLink[] = []): Form {
  return { id: 'info', fields: [], messages: [{ kind: 'info', text: message }], links, data: {} }
}
