import react from '@vitejs/plugin-react'
import type { UserConfig } from 'vite'

export interface ConsoleConfig {
  /** Where the assets are asked for: `./` for pages that are served under several realms. */
  readonly base: string
  /** Port of the development server. */
  readonly port: number
  /** Address of the ZTrust server that development passes API calls to. */
  readonly serverUrl?: string
}

const apiPaths = ['/realms', '/admin/realms', '/admin/serverinfo', '/resources', '/health']

/** Vite's configuration of every single-page application of ours. */
export function consoleConfig({ base, port, serverUrl = 'http://localhost:8080' }: ConsoleConfig): UserConfig {
  return {
    base,
    plugins: [react()],
    resolve: { dedupe: ['react', 'react-dom', 'react-intl', '@mantine/core', '@tanstack/react-query'] },
    server: { port, strictPort: true, proxy: Object.fromEntries(apiPaths.map((path) => [path, serverUrl])) },
    build: {
      target: ['chrome120', 'firefox121', 'safari17'],
      sourcemap: false,
      // Inlined assets would be `data:` URLs, which the content security policy refuses for fonts and images of scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 400,
      rolldownOptions: {
        output: {
          // These change with releases of theirs, pages with ours: separate files stay in the cache. Mantine is not
          // among them: a component that only a lazy page uses must not be part of the first load.
          codeSplitting: {
            groups: [
              { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
              { name: 'vendor', test: /node_modules\/(@tanstack|react-intl|@formatjs|intl-messageformat)\// },
            ],
          },
        },
      },
    },
  }
}
