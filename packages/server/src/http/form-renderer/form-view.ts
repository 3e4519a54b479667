import type { Translator } from '../../i18n/translator.ts'
import type { Form, FormButton } from '../../spi/form.ts'
import { buildFields, type FieldView } from './field-view.ts'
import { type PageShape, shapeOf } from './page-shapes.ts'
import { resolveData } from './resolve-data.ts'
import { safeLink, safeWebAddress } from './safe-url.ts'

interface LinkView {
  readonly name: string
  readonly label: string
  readonly href: string
}

interface ButtonView {
  readonly name: string
  readonly value: string
  readonly label: string
  readonly kind: FormButton['kind']
  readonly id: string
}

/** A form as templates see it: plain data, every text chosen, every address checked. */
export interface FormView {
  readonly id: string
  readonly title: string
  /** The form says its own heading in `data.title`. */
  readonly hasOwnTitle: boolean
  readonly hasLoginTitle: boolean
  readonly intro: string
  readonly formId: string
  readonly action: string
  readonly hidden: readonly { readonly name: string; readonly value: string }[]
  readonly fields: readonly FieldView[]
  readonly messages: readonly { readonly kind: string; readonly text: string; readonly hint: string }[]
  /** The message of the page `login` that stands for its fields gets their error's id. */
  readonly messageErrorId: string
  readonly link: Readonly<Record<string, LinkView>>
  readonly links: readonly LinkView[]
  readonly buttons: readonly ButtonView[]
  /** "Try another way" is posted by a form of its own. */
  readonly tryAnotherWay: ButtonView | false
  readonly data: unknown
}

const tryAnotherWay = 'tryAnotherWay'

export function buildFormView(form: Form, translator: Translator): FormView {
  const shape = shapeOf(form.id)
  const fields = buildFields(form.fields, form.id, translator)
  const links = form.links.flatMap(({ name, label, href }): LinkView[] => {
    const address = safeLink(href)
    return address === undefined ? [] : [{ name, label: translator.translate(label), href: address }]
  })
  const buttons = buttonsOf(form, shape, translator)
  const ownTitle = resolveData(form.data['title'], translator)
  const ownIntro = resolveData(form.data['intro'], translator)
  return {
    id: form.id,
    title:
      typeof ownTitle === 'string'
        ? ownTitle
        : translator.translate({ key: shape.title, parameters: [titleParameter(form, translator)] }),
    hasOwnTitle: typeof ownTitle === 'string',
    hasLoginTitle: shape.hasLoginTitle ?? false,
    intro: typeof ownIntro === 'string' ? ownIntro : shape.intro ? translator.translate({ key: shape.intro }) : '',
    formId: shape.formId,
    action: safeWebAddress(form.action) ?? '',
    hidden: Object.entries(form.hidden ?? {}).map(([name, value]) => ({ name, value })),
    fields: fields.filter((field) => field.kind !== 'hidden' || !Object.hasOwn(form.hidden ?? {}, field.name)),
    messages: form.messages.map(({ kind, text }) => ({
      kind,
      text: translator.translate(text),
      hint: hintOf(form.id, kind, text.key, translator),
    })),
    messageErrorId: form.id === 'login' && !fields.some((field) => field.error !== '') ? 'input-error' : '',
    link: Object.fromEntries(links.map((link) => [link.name, link])),
    links,
    buttons: buttons.filter((button) => button.name !== tryAnotherWay),
    tryAnotherWay: buttons.find((button) => button.name === tryAnotherWay) ?? false,
    data: resolveData(form.data, translator),
  }
}

/** Error pages say what to do next; what happened and why stands in the message and the hint of its key. */
function hintOf(pageId: string, kind: string, key: string, translator: Translator): string {
  if (kind !== 'error' || pageId !== 'error') return ''
  const specific = `hint.${key}`
  return translator.translate({ key: translator.has(specific) ? specific : 'hint.error' })
}

/** Consent names the application in its heading. */
function titleParameter(form: Form, translator: Translator): string {
  const name = resolveData(form.data['clientName'] ?? form.data['clientId'], translator)
  return typeof name === 'string' ? name : ''
}

function buttonsOf(form: Form, shape: PageShape, translator: Translator): readonly ButtonView[] {
  const given = (form.buttons ?? []).map(({ name, value, label, kind }) => ({
    name,
    value,
    label: translator.translate(label),
    kind,
    id: idOf(name, shape),
  }))
  if (!shape.submit || form.action === undefined || given.some((button) => button.kind === 'primary')) return given
  const { name, label } = shape.submit
  return [
    { name, value: '', label: translator.translate({ key: label }), kind: 'primary', id: idOf(name, shape) },
    ...given,
  ]
}

function idOf(name: string, shape: PageShape): string {
  if (name === tryAnotherWay) return 'try-another-way'
  const ids = shape.buttonIds ?? {}
  return (
    (Object.hasOwn(ids, name) ? ids[name] : undefined) ?? `kc-${name === '' ? 'submit' : name.replace(/\s+/g, '_')}`
  )
}
