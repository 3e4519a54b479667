// What the tests need beside Node: Debian packages, and a PostgreSQL of their own.
import { execFileSync } from 'node:child_process'
import { accessSync, chownSync, constants, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from './layout.mjs'
import { atEnd, run, startProcess } from './processes.mjs'
import { Problem } from './terminal.mjs'

const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function findInPath(...names) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) if (folder !== '' && isProgram(join(folder, name))) return join(folder, name)
  }
  return undefined
}

/** Debian keeps PostgreSQL's programs outside PATH, one folder per version; the newest wins. */
function findPostgresFolder() {
  const base = '/usr/lib/postgresql'
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(base, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  return folders.find((folder) => isProgram(join(folder, 'postgres')) && isProgram(join(folder, 'initdb')))
}

const findChromium = () =>
  process.env.ZTRUST_TEST_CHROMIUM ?? findInPath('chromium', 'chromium-browser', 'google-chrome')

const needed = [
  { debianPackage: 'chromium', use: 'the browser of the e2e tests', find: findChromium },
  {
    debianPackage: 'postgresql',
    use: 'the second database of all store and integration tests',
    find: findPostgresFolder,
  },
  { debianPackage: 'openssl', use: 'a second opinion on certificates', find: () => findInPath('openssl') },
  { debianPackage: 'oathtool', use: 'a second opinion on one-time passwords', find: () => findInPath('oathtool') },
]

const missing = () => needed.filter(({ find }) => find() === undefined)

async function installDebianPackages(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const wait = ['-o', 'DPkg::Lock::Timeout=120']
  const update = await run('apt-get', [...wait, 'update'], { env, limitSeconds: 300 })
  const install = await run('apt-get', [...wait, 'install', '-y', '--no-install-recommends', ...names], {
    env,
    limitSeconds: 600,
  })
  return install.code === 0 ? '' : `${update.code === 0 ? '' : update.output}${install.output}`
}

/** Installs what is missing when it may (root, apt); otherwise says what is missing and the command that mends it. */
export async function provideDebianPackages() {
  const before = missing()
  if (before.length === 0) return { note: 'all present' }
  const names = before.map(({ debianPackage }) => debianPackage)
  const mayInstall = process.getuid?.() === 0 && findInPath('apt-get') !== undefined
  const output = mayInstall ? await installDebianPackages(names) : ''
  const after = missing()
  if (after.length === 0) return { note: `installed ${names.join(', ')}` }
  const lines = after.map(
    ({ debianPackage, use }) =>
      `Missing: ${debianPackage} (${use}). Install it: sudo apt-get install --no-install-recommends ${debianPackage}`,
  )
  throw new Problem(lines.join('\n'), output)
}

export function chromiumPath() {
  const path = findChromium()
  if (path === undefined) throw new Problem('Chromium is missing, so the e2e tests cannot run.')
  return path
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/** PostgreSQL refuses to run as root: there it runs as the user its Debian package made. */
function postgresIdentity() {
  if (process.getuid?.() !== 0) return {}
  const id = (flag) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  try {
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    throw new Problem(
      'PostgreSQL does not run as root, and there is no user named postgres. Install the Debian package postgresql.',
    )
  }
}

/**
 * Starts an own PostgreSQL cluster on a free port of loopback, with its data in a temporary folder.
 * Stopped and removed by `stop`, which also runs when this process is ended. Without `isDurable` it never waits for
 * the disk: the data is thrown away at the end.
 */
export async function startPostgres({ isDurable = false } = {}) {
  const folder = findPostgresFolder()
  if (folder === undefined) throw new Problem('PostgreSQL is missing, so the tests cannot run on it.')
  const identity = postgresIdentity()
  const data = mkdtempSync(join(tmpdir(), 'ztrust-postgres-'))
  if (identity.uid !== undefined) chownSync(data, identity.uid, identity.gid)
  let server
  const stop = async () => {
    forget()
    // SIGINT is PostgreSQL's fast shutdown: it ends the connections and does not wait for them
    await server?.stop('SIGINT')
    rmSync(data, { recursive: true, force: true })
  }
  const forget = atEnd(stop)
  try {
    const init = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
    const made = await run(join(folder, 'initdb'), init, { ...identity, cwd: data, limitSeconds: 120 })
    if (made.code !== 0) throw new Problem('PostgreSQL could not make its data folder, see above.', made.output)
    const port = await freePort()
    const settings = [
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${data}`,
      'max_connections=200',
      ...(isDurable ? [] : ['fsync=off']),
    ]
    const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
    const log = []
    server = startProcess(join(folder, 'postgres'), args, {
      ...identity,
      cwd: data,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    server.child.stderr.on('data', (chunk) => {
      if (log.length < 200) log.push(chunk.toString('utf8'))
    })
    server.child.stdout.resume()
    await waitUntilReady(join(folder, 'pg_isready'), port, server, log)
    return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, pid: server.child.pid, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function waitUntilReady(isReady, port, server, log) {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answer = await run(isReady, ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres'], { cwd: root })
    if (answer.code === 0) return
    if (server.child.exitCode !== null) break
    await pause(100)
  }
  throw new Problem('PostgreSQL did not start, see above.', log.join(''))
}
