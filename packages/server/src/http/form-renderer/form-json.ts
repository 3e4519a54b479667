import type { Translator } from '../../i18n/translator.ts'
import type { Form } from '../../spi/form.ts'
import { shapeOf } from './page-shapes.ts'
import { resolveData } from './resolve-data.ts'

/** A form for native apps: the same names and addresses, every text in the reader's language. */
export interface FormJson {
  readonly id: string
  readonly title: string
  readonly locale: string
  readonly action?: string
  readonly method: 'POST'
  readonly hidden: Readonly<Record<string, string>>
  readonly fields: unknown
  readonly messages: unknown
  readonly links: unknown
  readonly buttons: unknown
  readonly data: unknown
}

export function toFormJson(form: Form, translator: Translator): FormJson {
  const name = resolveData(form.data['clientName'] ?? form.data['clientId'] ?? '', translator)
  return {
    id: form.id,
    title: translator.translate({ key: shapeOf(form.id).title, parameters: [String(name)] }),
    locale: translator.locale,
    ...(form.action === undefined ? {} : { action: form.action }),
    method: 'POST',
    hidden: form.hidden ?? {},
    fields: form.fields.map((field) => resolveData(withoutPassword(field), translator)),
    messages: form.messages.map(({ kind, text }) => ({ kind, key: text.key, text: translator.translate(text) })),
    links: resolveData(form.links, translator),
    buttons: resolveData(form.buttons ?? [], translator),
    data: resolveData(form.data, translator),
  }
}

function withoutPassword(field: Form['fields'][number]): Form['fields'][number] {
  if (field.kind !== 'password') return field
  const { value: _, ...rest } = field
  return rest
}
