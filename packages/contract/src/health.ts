import * as z from 'zod'
import { endpoint } from './endpoint.ts'

export const HealthRepresentation = z.object({
  status: z.enum(['UP', 'DOWN']),
  checks: z.array(z.object({ name: z.string(), status: z.enum(['UP', 'DOWN']) })),
})

const health = { method: 'GET', family: 'public', tag: 'Health' } as const
const responses = { 200: HealthRepresentation, 503: HealthRepresentation }

export const liveness = endpoint({ ...health, path: '/health/live', summary: 'Does the process answer?', responses })
export const readiness = endpoint({ ...health, path: '/health/ready', summary: 'Can requests be served?', responses })
export const startup = endpoint({ ...health, path: '/health/started', summary: 'Has the start finished?', responses })
export const overallHealth = endpoint({ ...health, path: '/health', summary: 'All checks at once', responses })
