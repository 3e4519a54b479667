import { consoleConfig } from '@ztrust/ui/vite-config'

export default consoleConfig({ base: '/resources/account-console/', port: 5174 })
