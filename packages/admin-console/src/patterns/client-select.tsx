import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { listClients } from '@ztrust/contract/admin/clients'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { useRealmName } from '../route-parameters.ts'
import { useText } from '../text.ts'

export interface ClientSelectProps {
  /** The id, not the `clientId`. */
  readonly value: string | undefined
  readonly onChange: (id: string | undefined) => void
}

/** Finds a client by what is typed. */
export function ClientSelect({ value, onChange }: ClientSelectProps) {
  const text = useText()
  const realm = useRealmName()
  const [typed, setTyped] = useState('')
  const [asked] = useDebouncedValue(typed.trim(), 200)
  const clients = useEndpoint(
    listClients,
    { params: { realm }, query: { first: 0, max: 50, ...(asked === '' ? {} : { clientId: asked, search: true }) } },
    { keepPrevious: true },
  )
  const options = (clients.data ?? []).map((client) => ({ value: client.id ?? '', label: client.clientId ?? '' }))
  return (
    <Select
      label={text('clients.client')}
      placeholder={text('clients.search')}
      searchable
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      onSearchChange={setTyped}
      data={options}
      filter={({ options: all }) => all}
      nothingFoundMessage={text('clients.noMatch')}
    />
  )
}
