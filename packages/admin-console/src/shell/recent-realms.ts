import { useLocalStorage } from '@mantine/hooks'
import { useEffect } from 'react'

const kept = 5

/** Realms this device managed last, the latest first. */
export function useRecentRealms(current: string): readonly string[] {
  const [stored, setStored] = useLocalStorage<readonly string[]>({ key: 'ztrust.realms.recent', defaultValue: [] })
  const recent = Array.isArray(stored) ? stored.filter((one) => typeof one === 'string') : []
  useEffect(() => {
    setStored((old) => {
      const list = Array.isArray(old) ? old : []
      return list[0] === current ? list : [current, ...list.filter((one) => one !== current)].slice(0, kept)
    })
  }, [current, setStored])
  return recent.filter((one) => one !== current)
}
