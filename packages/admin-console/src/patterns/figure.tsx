import type { Icon } from '@tabler/icons-react'
import classes from './figure.module.css'

/** The icon before the name of a thing, where people have their photo. */
export function Figure({ icon: IconOf }: { readonly icon: Icon }) {
  return (
    <span className={classes['figure']} aria-hidden>
      <IconOf size={24} stroke={1.5} />
    </span>
  )
}
