import { devices } from './modules/devices/index.ts'
import { firstAdministrator } from './modules/first-administrator/index.ts'
import { health } from './modules/health/index.ts'
import type { Module } from './spi/module.ts'

/** Every feature of this server, in one visible list. */
export const modules: readonly Module[] = [health, firstAdministrator, devices]
