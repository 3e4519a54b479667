import { consoleConfig } from '@ztrust/ui/vite-config'

export default consoleConfig({ base: '/resources/admin-console/', port: 5173 })
