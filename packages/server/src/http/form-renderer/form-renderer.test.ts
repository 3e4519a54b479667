import { describe, expect, it } from 'vitest'
import { type Form, text } from '../../spi/form.ts'
import { createFormRenderer, type FormContext } from './form-renderer.ts'
import { loginResources } from './login-resources.ts'
import { pagePolicy } from './page-policy.ts'
import { knownPages } from './page-shapes.ts'
import { sampleForms } from './sample-forms.ts'

const renderer = createFormRenderer({ basePath: '/id' })

function acme(change: Partial<NonNullable<FormContext['realm']>['settings']> = {}): NonNullable<FormContext['realm']> {
  return {
    name: 'acme',
    settings: {
      displayName: 'Acme Corporation',
      attributes: {},
      localizationTexts: {},
      internationalizationEnabled: true,
      supportedLocales: ['en', 'de', 'fr'],
      ...change,
    },
  }
}

const context: FormContext = { realm: acme(), locale: 'en', nonce: 'n0nce', url: '/id/realms/acme/x?a=b&kc_locale=fr' }

function sample(id: string, change: Partial<Form> = {}): Form {
  const form = sampleForms.find((one) => one.id === id)
  if (form === undefined) throw new Error(`no sample of ${id}`)
  return { ...form, ...change }
}

const pageOf = (id: string, change: Partial<Form> = {}) => renderer.html(sample(id, change), context)

describe('every page', () => {
  it('has a sample, so that the tests below see all templates', () => {
    expect(knownPages.filter((id) => !sampleForms.some((form) => form.id === id))).toEqual([])
  })

  it.each(sampleForms.map((form, index) => [`${form.id} (${index})`, form] as const))('%s renders', (_, form) => {
    for (const locale of ['en', 'de', 'fr']) {
      const html = renderer.html(form, { ...context, locale })
      expect(html).toMatch(/^<!doctype html>/)
      expect(html).toContain(`lang="${locale}"`)
      expect(html.match(/<h1/g)).toHaveLength(1)
      expect(html).not.toMatch(/undefined|\[object|\$\{|\{\{|\{%/)
      // the policy refuses both
      expect(html).not.toMatch(/\sstyle="|\son[a-z]+="/)
      for (const field of form.fields) expect(html).toContain(`name="${field.name}"`)
      for (const name of Object.keys(form.hidden ?? {})) expect(html).toContain(`name="${name}"`)
      const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1])
      expect(ids.length).toBe(new Set(ids).size)
    }
  })

  it('loads nothing from elsewhere', () => {
    for (const form of sampleForms.filter(({ id }) => id !== 'frontchannel-logout')) {
      const html = renderer.html(form, context)
      const loaded = [...html.matchAll(/<(?:link|script|img|iframe)[^>]*?(?:href|src)="([^"]*)"/g)].map(
        (match) => match[1],
      )
      expect(loaded.length).toBeGreaterThan(2)
      for (const address of loaded) expect(address).toMatch(/^\/id\/resources\//)
    }
  })

  it('names only files that are served', () => {
    const { hash, files } = loginResources()
    const names = [...pageOf('login').matchAll(/\/id\/resources\/([^/]+)\/([^"]+)"/g)]
    expect(names.length).toBeGreaterThan(2)
    for (const [, version, path] of names) {
      expect(version).toBe(hash)
      expect(files.has(String(path))).toBe(true)
    }
    const css = files.get('login/login.css')?.bytes.toString() ?? ''
    const fonts = [...css.matchAll(/url\("([^"]+)"\)/g)].map((match) => `login/${match[1]}`)
    expect(fonts.length).toBeGreaterThan(5)
    expect(fonts.filter((path) => !files.has(path))).toEqual([])
  })
})

describe("Keycloak's names", () => {
  it('stand in the sign-in page', () => {
    const html = pageOf('login')
    expect(html).toContain('<title>Sign in to Acme Corporation</title>')
    expect(html).toMatch(/<form id="kc-form-login" action="[^"]+" method="post">/)
    for (const id of ['username', 'password', 'rememberMe'])
      expect(html).toMatch(new RegExp(`<input[^>]* id="${id}" name="${id}"`))
    expect(html).toContain('<input type="hidden" id="id-hidden-input" name="credentialId" value="">')
    expect(html).toMatch(/<button[^>]* type="submit" id="kc-login" name="login"[^>]*>Sign In<\/button>/)
    expect(html).toContain('Username or email')
    expect(html).not.toContain('kc-social-providers')
    expect(html).not.toContain('input-error')
    expect(html).toContain('id="kc-registration"')
  })

  it('put identity providers into a part of their own', () => {
    const social = [{ alias: 'google', label: 'Google', href: '/realms/acme/broker/google/login' }]
    const html = pageOf('login', { data: { usernameHidden: false, social } })
    expect(html).toContain('id="kc-social-providers"')
    expect(html).toContain('id="social-google"')
  })

  it('mark the error, beside its field or above the form', () => {
    const [username, ...others] = sample('login').fields
    if (username === undefined) throw new Error('no field')
    const atField = pageOf('login', { fields: [{ ...username, error: text('invalidUserMessage') }, ...others] })
    expect(atField).toMatch(/<span class="field-error" id="input-error"[\s\S]*Invalid username or password\./)
    expect(atField).toMatch(/<input[^>]* id="username"[^>]* aria-invalid="true" aria-describedby="input-error"/)
    const above = pageOf('login', { messages: [{ kind: 'error', text: text('accountDisabledMessage') }] })
    expect(above).toContain('id="input-error">Account is disabled, contact your administrator.</span>')
  })

  it('stand in the other pages', () => {
    expect(pageOf('login-otp')).toContain('id="kc-otp-login-form"')
    expect(pageOf('login-update-password')).toContain('id="kc-passwd-update-form"')
    expect(pageOf('login-config-totp')).toContain('id="kc-totp-secret-qr-code"')
    expect(pageOf('login-password')).toContain('id="kc-select-try-another-way-form"')
    expect(pageOf('login-page-expired')).toMatch(/id="loginContinueLink"[\s\S]*id="loginRestartLink"/)
    expect(pageOf('login-oauth-grant')).toMatch(/id="kc-login" name="accept"[\s\S]*id="kc-cancel" name="cancel"/)
    expect(pageOf('terms')).toMatch(/id="kc-accept" name="accept"[\s\S]*id="kc-decline" name="cancel"/)
    expect(pageOf('logout-confirm')).toContain('id="kc-logout" name="confirmLogout"')
    expect(pageOf('error')).toMatch(/id="kc-error-message"[\s\S]*id="backToApplication"/)
    expect(pageOf('info')).toContain('id="kc-info-message"')
  })
})

describe('whatever a form holds', () => {
  const evil = `"><script>alert(1)</script>' onmouseover='x {{ 'a' | raw }} \${username}`

  /** Replaces every text of a form: values, labels, data, names. */
  function poison(value: unknown, key = ''): unknown {
    if (typeof value === 'string') return key === 'id' || key === 'kind' || key === 'mode' ? value : evil
    if (Array.isArray(value)) return value.map((item) => poison(item))
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)]))
    return value
  }

  it.each(sampleForms.map((form, index) => [`${form.id} (${index})`, form] as const))('%s escapes it', (_, form) => {
    const poisoned = poison(form)
    if (typeof poisoned !== 'object') throw new Error('no form')
    const realm = acme({
      displayName: evil,
      displayNameHtml: evil,
      attributes: { brandLogoUrl: evil, brandColor: evil },
    })
    const html = renderer.html({ ...form, ...poisoned, hidden: { [evil]: evil } }, { ...context, realm, url: evil })
    expect(html).not.toContain('<script>')
    // what is left of the tags without the values in quotes
    expect(html.replace(/="[^"]*"/g, '')).not.toMatch(/<[^>]*onmouseover/)
    expect(html.match(/<script/g)).toHaveLength(form.id === 'form-post' ? 2 : 1)
    expect(html).toContain('&lt;script&gt;')
  })

  it('no address runs anything, and no attribute does', () => {
    const href = 'javascript:alert(1)'
    for (const form of sampleForms) {
      const html = renderer.html(
        {
          ...form,
          action: href,
          fields: form.fields.map((field) => ({
            ...field,
            attributes: { onfocus: 'alert(1)', style: 'x', formaction: '//evil', inputmode: 'numeric' },
          })),
          links: form.links.map((link) => ({ ...link, href })),
          data: {
            ...form.data,
            social: [{ alias: 'x', label: 'x', href }],
            policyUri: href,
            tosUri: href,
            logoUri: 'https://tracker.example/x.png',
            clients: [{ name: 'x', logoutUrl: href }],
          },
        },
        context,
      )
      expect(html).not.toMatch(/javascript:|onfocus|formaction|tracker/)
    }
  })

  it('a password never comes back', () => {
    const fields = sample('login').fields.map((field) => ({ ...field, value: 'correct horse' }))
    const [, password] = fields
    expect(password?.kind).toBe('password')
    const html = pageOf('login', { fields: password ? [password] : [] })
    expect(html).not.toContain('correct horse')
    const json = renderer.json(sample('login', { fields }), context)
    expect(json.fields).toMatchObject([{ name: 'username', value: 'correct horse' }, {}, {}])
    expect(JSON.stringify(json).match(/correct horse/g)).toHaveLength(2)
  })
})

describe('the language menu', () => {
  it('offers the languages of the realm in their own names, on the page one is on', () => {
    const html = pageOf('login')
    expect(html).toContain('href="/id/realms/acme/x?a=b&amp;kc_locale=de" lang="de" hreflang="de">Deutsch')
    expect(html).toMatch(/lang="en" hreflang="en" aria-current="true">English/)
  })

  it('never leads to another host', () => {
    for (const url of ['//evil.example/x', '/..//evil.example/x', 'https://evil.example/x'])
      expect(renderer.html(sample('login'), { ...context, url })).not.toMatch(/href="(?:https?:)?\/\/evil/)
  })

  it('stays on a page that answers a post of the sign-in, and on no other', () => {
    const { url: _, ...posted } = context
    const action = 'https://id.example.org/id/realms/acme/login-actions/authenticate?tab_id=t1'
    expect(renderer.html(sample('login', { action }), posted)).toContain(
      'href="/id/realms/acme/login-actions/authenticate?tab_id=t1&amp;kc_locale=de"',
    )
    expect(renderer.html(sample('form-post'), posted)).not.toContain('kc-locale')
    expect(renderer.html(sample('error'), posted)).not.toContain('kc-locale')
  })

  it('is absent when there is nothing to choose', () => {
    const realm = acme({ internationalizationEnabled: false })
    expect(renderer.html(sample('login'), { ...context, realm })).not.toContain('kc-locale')
  })
})

describe('a realm', () => {
  it('shows its name, logo and colour', () => {
    const attributes = { brandColor: '#00794c', brandLogoUrl: '/realms/acme/logo.png' }
    const realm = acme({ displayNameHtml: 'Acme <b>Bank</b>', attributes })
    const html = renderer.html(sample('login'), { ...context, realm })
    expect(html).toContain('Acme <b>Bank</b>')
    expect(html).toContain('src="/realms/acme/logo.png"')
    expect(html).toMatch(/<style nonce="n0nce">:root\{--brand:#00794c/)
  })

  it('replaces texts, by their keys', () => {
    const realm = acme({ localizationTexts: { en: { loginAccountTitle: 'Welcome <b>back</b>' } } })
    expect(renderer.html(sample('login'), { ...context, realm })).toContain('Welcome &lt;b&gt;back&lt;/b&gt;')
  })

  it('is not mistaken for a text when it is called like one', () => {
    const named = (displayName: string) => renderer.html(sample('login'), { ...context, realm: acme({ displayName }) })
    expect(named('doLogIn')).toContain('<title>Sign in to doLogIn</title>')
    expect(named('${rememberMe}')).toContain('<title>Sign in to Remember me</title>')
  })

  it('is not needed', () => {
    const html = renderer.html(sample('welcome'), { locale: 'en', nonce: 'n' })
    expect(html).toContain('Create the first administrator · ZTrust')
  })

  it('writes from right to left where the language does', () => {
    const realm = acme({ supportedLocales: ['en', 'ar'] })
    expect(renderer.html(sample('login'), { ...context, realm, locale: 'ar' })).toContain('lang="ar" dir="rtl"')
  })
})

describe('a page that informs', () => {
  it('has its message as heading when that is short, below a heading when it is long', () => {
    expect(pageOf('info')).toMatch(/<h1[^>]*><span class="instruction" id="kc-info-message">You are logged out<\/span>/)
    const long = pageOf('info', { messages: [{ kind: 'info', text: text('welcomeOnlyLocalMessage') }] })
    expect(long).toMatch(/<h1[^>]*>Please note<\/h1>/)
    expect(long).toMatch(/<p class="instruction" id="kc-info-message">The first administrator can only/)
  })
})

describe('an error page', () => {
  it('says what happened, why and what next', () => {
    const html = pageOf('error')
    expect(html).toContain('Invalid redirect uri')
    expect(html).toContain('not registered for it')
    expect(html).toContain('Back to Application')
    expect(html).toContain('Reference for your administrator: 0197-4c1e')
    const other = pageOf('error', { messages: [{ kind: 'error', text: text('acrNotFulfilled') }] })
    expect(other).toContain('Go back to the application and sign in again.')
  })
})

describe('the answer to an application by form_post', () => {
  it('posts itself, or by a button without scripts, even with a parameter called submit', () => {
    const html = pageOf('form-post', { hidden: { submit: 'x', code: '"c"' } })
    expect(html).toContain('<form id="kc-form-post" action="https://shop.example.org/callback" method="post">')
    expect(html).toContain('name="code" value="&#34;c&#34;"')
    expect(html).toContain('<script nonce="n0nce">HTMLFormElement.prototype.submit.call')
    expect(html).toMatch(/<button[^>]* type="submit" id="kc-submit">Continue<\/button>/)
  })
})

describe('the policy of a page', () => {
  it('lets scripts and styles of this response run, and no other', () => {
    const policy = pagePolicy(sample('login'), 'n0nce')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self' 'nonce-n0nce'")
    expect(policy).not.toMatch(/unsafe/)
    expect(policy).toContain("frame-src 'none'")
  })

  it('lets only the page of a logout frame the applications it tells', () => {
    expect(pagePolicy(sample('frontchannel-logout'), 'n')).toContain('frame-src https://shop.example.org;')
    const data = {
      clients: [{ logoutUrl: "https://x.example; script-src 'unsafe-inline'" }, { logoutUrl: 'data:,x' }, 7],
    }
    expect(pagePolicy(sample('frontchannel-logout', { data }), 'n')).toContain("frame-src 'none'")
  })
})

describe('a form for native apps', () => {
  it('has its names and addresses, and the texts of the language', () => {
    const json = renderer.json(sample('select-authenticator'), { ...context, locale: 'de' })
    expect(json).toMatchObject({ id: 'select-authenticator', method: 'POST', locale: 'de' })
    expect(json.data).toMatchObject({ choices: [{ authenticationExecution: 'e1', label: 'Passwort' }, {}] })
    const login = renderer.json(sample('login'), context)
    expect(login).toMatchObject({ title: 'Sign in to your account', hidden: { credentialId: '' } })
    expect(login.fields).toMatchObject([{ name: 'username', label: 'Username or email' }, {}, {}])
  })
})
