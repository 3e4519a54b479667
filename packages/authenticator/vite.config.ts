import { consoleConfig } from '@ztrust/ui/vite-config'
import { mergeConfig } from 'vite'
import { serviceWorkerPlugin } from './service-worker-plugin.ts'

export default mergeConfig(consoleConfig({ base: '/authenticator/', port: 5175 }), { plugins: [serviceWorkerPlugin()] })
