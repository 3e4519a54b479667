import { describe, expect, it } from 'vitest'
import type { Form } from '../../spi/form.ts'
import { createFormRenderer, type FormContext } from './form-renderer.ts'
import { sampleForms } from './sample-forms.ts'

const settings = {
  displayName: 'Acme Corporation',
  attributes: {},
  localizationTexts: {},
  internationalizationEnabled: true,
  supportedLocales: ['en', 'de', 'fr'],
}
const realm = { name: 'acme', settings }
const context: FormContext = { realm, locale: 'en', nonce: 'n0nce', url: '/id/realms/acme/x?a=b&kc_locale=fr' }

const renderer = createFormRenderer({ basePath: '/id' })

/** Nothing is prepared for a realm that was changed just now. */
const renderAnew = (form: Form, one: FormContext) =>
  renderer.html(form, { ...one, realm: { name: 'acme', settings: { ...settings } } })

/** The same page for somebody else: other addresses, hidden values and nonce. */
function another(form: Form): Form {
  return {
    ...form,
    ...(form.action === undefined ? {} : { action: `${form.action}&session_code="'<>&` }),
    links: form.links.map((link) => ({ ...link, href: `${link.href}?tab_id=<"'>&other` })),
    ...(form.hidden
      ? {
          hidden: Object.fromEntries(Object.entries(form.hidden).map(([name, value]) => [name, value && `<"${value}`])),
        }
      : {}),
  }
}

describe('a page that is shown again', () => {
  it.each(sampleForms.map((form, index) => [`${form.id} (${index})`, form] as const))(
    '%s is what its template makes, whoever it is shown to',
    (_, form) => {
      const { url: _url, ...posted } = context
      for (const one of [context, { ...posted, nonce: 'other' }, { ...context, locale: 'de', url: '/y?c=%3Cd%3E' }]) {
        for (const shown of [form, another(form), form, another(form)]) {
          expect(renderer.html(shown, one)).toBe(renderAnew(shown, one))
        }
      }
    },
  )

  it('never leads to an address that its template would refuse', () => {
    const form = sampleForms.find(({ id }) => id === 'login')
    if (!form) throw new Error('no sample')
    for (let time = 0; time < 3; time += 1) renderer.html(form, context)
    const links = form.links.map((link) => ({ ...link, href: 'javascript:alert(1)' }))
    const html = renderer.html({ ...form, action: 'javascript:alert(2)', links }, context)
    expect(html).not.toContain('javascript:')
    expect(html).toBe(renderAnew({ ...form, action: 'javascript:alert(2)', links }, context))
  })

  it('is another one where the realm was changed or its realm is another', () => {
    const form = sampleForms.find(({ id }) => id === 'login')
    if (!form) throw new Error('no sample')
    for (let time = 0; time < 3; time += 1) expect(renderer.html(form, context)).toContain('Acme Corporation')
    const renamed = { ...context, realm: { name: 'acme', settings: { ...settings, displayName: 'Bank' } } }
    for (let time = 0; time < 3; time += 1) expect(renderer.html(form, renamed)).toContain('Bank')
    const { realm: _, ...ownerless } = context
    for (let time = 0; time < 3; time += 1) expect(renderer.html(form, ownerless)).not.toContain('Acme Corporation')
  })
})
