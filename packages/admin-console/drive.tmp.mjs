import { chromium } from 'playwright-core'
import { AxeBuilder } from '@axe-core/playwright'
const base = 'http://localhost:8461'
const args = ['--headless','--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync']
export async function open({ width = 1440, height = 900, scheme = 'light', realm = 'master', locale = 'en-US' } = {}) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args })
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale, reducedMotion: 'reduce', permissions: ['clipboard-read','clipboard-write'] })
  const page = await context.newPage()
  const problems = []
  page.on('console', (m) => { if (['error','warning'].includes(m.type())) problems.push(`${m.type()}: ${m.text().slice(0,300)} @ ${m.location().url?.slice(-80)}`) })
  page.on('pageerror', (e) => problems.push(`pageerror: ${e.message.slice(0,500)}`))
  page.on('response', (r) => { if (r.status() >= 400 && !/photo/.test(r.url())) problems.push(`${r.status()} ${r.request().method()} ${r.url().slice(base.length)} ${r.request().postData()?.slice(0,200) ?? ''}`) })
  await page.goto(`${base}/admin/${realm}/console/`)
  await page.waitForSelector('#username, #kc-form-login, h1', { timeout: 20000 })
  if (await page.$('#username')) {
    await page.fill('#username', 'admin'); await page.fill('#password', 'Admin-pass-1'); await page.keyboard.press('Enter')
  }
  await page.waitForSelector('h1:visible', { timeout: 30000 })
  const c = `${base}/admin/${realm}/console`
  const settle = async () => { await page.waitForLoadState('networkidle').catch(()=>{}); await page.waitForTimeout(250) }
  const go = async (path) => { await page.evaluate((p) => { history.pushState({}, '', p); dispatchEvent(new PopStateEvent('popstate')) }, c + path); await settle() }
  const shot = async (name, full=false) => { await page.screenshot({ path: `/tmp/acx/shots/${name}.png`, fullPage: full }) }
  const axe = async (name) => { const r = await new AxeBuilder({ page }).analyze(); for (const v of r.violations) console.log(`AXE ${name} ${v.impact} ${v.id}: ${v.nodes.slice(0,3).map(n=>n.target.join(' ')+' :: '+(n.any[0]?.message??n.all[0]?.message??'').slice(0,140)).join(' | ')}`) }
  const overflow = async (name) => { const o = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth); if (o > 0) console.log(`OVERFLOW ${name} ${o}px`) }
  return { browser, page, problems, go, shot, axe, overflow, settle, c }
}
