import { AppLink } from '@ztrust/ui/app-link.tsx'
import type { ReactNode } from 'react'
import classes from './text-link.module.css'

/** A link of the console within words. */
export function TextLink({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  return (
    <AppLink to={to} className={classes['link']}>
      {children}
    </AppLink>
  )
}
