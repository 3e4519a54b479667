import { type AnyRouter, useParams } from '@tanstack/react-router'

type Parameters = Readonly<Record<string, string | undefined>>

function useParameter(name: string): string {
  const parameters: Parameters = useParams<AnyRouter, undefined, false>({ strict: false })
  const value = parameters[name]
  if (value === undefined) throw new Error(`This page has no path parameter ${name}`)
  return value
}

/** The realm that is managed: the first segment of the path. */
export function useRealmName(): string {
  return useParameter('realm')
}

/** The id of the thing that a detail page shows. */
export function useResourceId(): string {
  return useParameter('id')
}

/** The tab in sight; the first one when the address names none that exists. */
export function useTab<Tab extends string>(tabs: readonly [Tab, ...Tab[]]): Tab {
  const value = useParameter('tab')
  return tabs.find((tab) => tab === value) ?? tabs[0]
}
