import { open } from './drive.tmp.mjs'
const [width, scheme, only] = [Number(process.argv[2] ?? 1440), process.argv[3] ?? 'light', process.argv[4]]
const t = await open({ width, height: width < 500 ? 844 : 900, scheme })
const { page } = t
const api = (p) => page.evaluate(async (p) => null, p)
await t.settle()
// ids via REST
const tok = await (await fetch('http://localhost:8461/realms/master/protocol/openid-connect/token',{method:'POST',body:new URLSearchParams({grant_type:'password',client_id:'admin-cli',username:'admin',password:'Admin-pass-1'})})).json()
const get = async (p) => (await fetch('http://localhost:8461/admin/realms'+p,{headers:{authorization:'Bearer '+tok.access_token}})).json()
const users = await get('/acme/users?max=5'); const groups = await get('/acme/groups'); const roles = await get('/acme/roles'); const clients = await get('/acme/clients')
const u = users.find(x=>!x.username.includes('never')) ?? users[0]; const g = groups.find(x=>x.name==='Sales'); const shop = clients.find(x=>x.clientId==='shop'); const spa = clients.find(x=>x.clientId==='spa')
const mgr = roles.find(r=>r.name==='manager'); const def = roles.find(r=>r.name.startsWith('default-roles'))
const pages = { 'dash-master': '/master', 'dash': '/acme', 'dash-empty': '/team-1', users: '/acme/users', 'users-empty': '/team-1/users', 'users-nomatch': '/acme/users?q=zzzz', 'users-filter':'/acme/users?f.enabled=false', 'users-create': '/acme/users?create=true',
 'user-details': `/acme/users/${u.id}/details`, 'user-attributes': `/acme/users/${u.id}/attributes`, 'user-credentials': `/acme/users/${u.id}/credentials`, 'user-roles': `/acme/users/${u.id}/roles`, 'user-groups': `/acme/users/${u.id}/groups`, 'user-sessions': `/acme/users/${u.id}/sessions`, 'user-devices': `/acme/users/${u.id}/devices`, 'user-missing': '/acme/users/nope/details',
 groups: '/acme/groups', 'groups-empty': '/team-1/groups', 'group-members': `/acme/groups/${g.id}/members`, 'group-children': `/acme/groups/${g.id}/children`, 'group-attributes': `/acme/groups/${g.id}/attributes`, 'group-roles': `/acme/groups/${g.id}/roles`, 'group-details': `/acme/groups/${g.id}/details`,
 roles: '/acme/roles', 'role-details': `/acme/roles/${mgr.id}/details`, 'role-composites': `/acme/roles/${def.id}/composites`, 'role-users': `/acme/roles/${mgr.id}/users`,
 clients: '/acme/clients', 'client-new': '/acme/clients/new', 'client-settings': `/acme/clients/${shop.id}/settings`, 'client-connect': `/acme/clients/${shop.id}/connect`, 'client-connect-spa': `/acme/clients/${spa.id}/connect`, 'client-credentials': `/acme/clients/${shop.id}/credentials`, 'client-roles': `/acme/clients/${shop.id}/roles`, 'client-scopes': `/acme/clients/${shop.id}/scopes`, 'client-sessions': `/acme/clients/${shop.id}/sessions`, 'client-sa': `/acme/clients/${shop.id}/service-account`,
 sessions: '/acme/sessions', 'sessions-empty': '/team-1/sessions', 'events-user': '/acme/events/user', 'events-admin': '/acme/events/admin', 'events-off': '/team-1/events/user', 'settings-general': '/acme/settings/general', 'settings-login': '/acme/settings/login', 'settings-sessions': '/acme/settings/sessions', 'settings-security': '/acme/settings/security', 'settings-events': '/acme/settings/events', 'notfound': '/acme/nowhere', 'norealm': '/doesnotexist/users' }
for (const [name, path] of Object.entries(pages)) {
  if (only && !name.startsWith(only)) continue
  const before = t.problems.length
  await t.go(path)
  await t.shot(`${name}-${width}-${scheme}`)
  await t.axe(name); await t.overflow(name)
  for (const p of t.problems.slice(before)) console.log(`PROBLEM ${name}: ${p}`)
}
await t.browser.close()
