import { Stack } from '@mantine/core'
import type { Crumb } from '@ztrust/ui/breadcrumb.tsx'
import { PageHeader, type PageHeaderProps } from '@ztrust/ui/page-header.tsx'
import type { ReactNode } from 'react'
import { pathTo } from '../paths.ts'
import { useRealmName } from '../route-parameters.ts'
import { usePageCrumbs } from '../shell/crumbs.tsx'

export interface PageProps extends PageHeaderProps {
  /** Name in the breadcrumb where the heading says something else. */
  readonly crumb?: string
  /** Between the realm and the page itself: the list it belongs to. */
  readonly parents?: readonly Crumb[]
  readonly children: ReactNode
}

/** Heading, breadcrumb and title of the browser's tab, then the content. */
export function Page({ parents = [], crumb, children, ...header }: PageProps) {
  const realm = useRealmName()
  usePageCrumbs([{ label: realm, path: pathTo.dashboard(realm) }, ...parents, { label: crumb ?? header.title }])
  return (
    <>
      <PageHeader {...header} site={`${realm} · ZTrust`} />
      <Stack gap="lg">{children}</Stack>
    </>
  )
}
