import { describe, expect, it } from 'vitest'
import { readForms, readMessages } from './page.ts'

const html = `<h1 id="kc-page-title">Sign &amp; in</h1>
<form id="kc-form-login" onsubmit="login.disabled = true" action="http://x/a?b=1&amp;c=2" method="post">
<input name="username" value="" type="text"><input type="hidden" name='credentialId'/><button name="login" type=submit>In</button>
</form><span id="input-error" class="e"> Invalid <b>name</b> </span>`

describe('reading pages', () => {
  it('finds forms and their fields', () => {
    expect(readForms(html)).toEqual([
      {
        id: 'kc-form-login',
        method: 'post',
        action: 'http://x/a?b=1&c=2',
        fields: [
          { name: 'username', type: 'text', value: '' },
          { name: 'credentialId', type: 'hidden', value: '' },
          { name: 'login', type: 'submit', value: '' },
        ],
      },
    ])
  })

  it('finds messages by the ids that test suites know', () => {
    expect(readMessages(html)).toEqual({ 'kc-page-title': 'Sign & in', 'input-error': 'Invalid name' })
  })
})
