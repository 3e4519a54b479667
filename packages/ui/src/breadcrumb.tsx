import { IconChevronRight } from '@tabler/icons-react'
import { Fragment } from 'react'
import { AppLink } from './app-link.tsx'
import classes from './breadcrumb.module.css'
import { useUiText } from './ui-text.ts'

export interface Crumb {
  readonly label: string
  /** Where it leads; the last one is the page itself and needs none. */
  readonly path?: string
}

/** Where the page stands. On phones only the last step up is shown. */
export function Breadcrumb({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  const text = useUiText()
  if (crumbs.length === 0) return null
  return (
    <nav aria-label={text('ui.breadcrumb')} className={classes['breadcrumb']}>
      {crumbs.map((crumb, index) => {
        const isLast = index === crumbs.length - 1
        return (
          <Fragment key={`${crumb.path ?? ''} ${crumb.label}`}>
            {crumb.path === undefined || isLast ? (
              <span className={classes['crumb']} aria-current={isLast ? 'page' : undefined}>
                {crumb.label}
              </span>
            ) : (
              <AppLink to={crumb.path} className={classes['crumb']}>
                {crumb.label}
              </AppLink>
            )}
            {isLast ? null : <IconChevronRight className={classes['chevron']} size={14} stroke={1.5} aria-hidden />}
          </Fragment>
        )
      })}
    </nav>
  )
}
