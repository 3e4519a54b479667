import { Text, Title } from '@mantine/core'
import { type ReactNode, use, useEffect } from 'react'
import { FormRegistryContext, type FormSectionEntry } from './form-context.ts'
import classes from './resource-form.module.css'
import { useUiText } from './ui-text.ts'

export interface FormSectionProps extends FormSectionEntry {
  readonly description?: ReactNode
  readonly children: ReactNode
}

/** A part of a form under a heading that can be jumped to. */
export function FormSection({ id, title, description, children }: FormSectionProps) {
  const registry = use(FormRegistryContext)
  useEffect(() => registry?.addSection({ id, title }), [registry, id, title])
  return (
    <section id={id} className={classes['section']} aria-labelledby={`${id}-title`}>
      <div>
        <Title order={2} size="h3" id={`${id}-title`}>
          {title}
        </Title>
        {description === undefined ? null : (
          <Text c="dimmed" mt={2}>
            {description}
          </Text>
        )}
      </div>
      {children}
    </section>
  )
}

/** Beside long forms on wide screens: the sections, to jump to. */
export function SectionList({ sections }: { readonly sections: readonly FormSectionEntry[] }) {
  const text = useUiText()
  if (sections.length < 3) return null
  const jump = (id: string) => {
    const section = document.getElementById(id)
    section?.scrollIntoView({ behavior: 'smooth', block: 'start' })
    section?.querySelector<HTMLElement>('input, select, textarea, button')?.focus({ preventScroll: true })
  }
  return (
    <nav className={classes['jump']} aria-label={text('ui.form.sections')}>
      {sections.map((section) => (
        <button key={section.id} type="button" className={classes['jumpItem']} onClick={() => jump(section.id)}>
          {section.title}
        </button>
      ))}
    </nav>
  )
}
