import { AppLink, type AppLinkProps } from '@ztrust/ui/app-link.tsx'
import classes from './text-link.module.css'

/** A link of the portal that stands as words in a text. */
export function TextLink(props: Omit<AppLinkProps, 'className'>) {
  return <AppLink {...props} className={classes['link']} />
}
