import { createContext, use, useEffect } from 'react'

export interface FormSectionEntry {
  readonly id: string
  readonly title: string
}

/** Fields and sections tell the form their names, for the save bar and the list of sections. */
export interface FormRegistry {
  readonly addLabel: (name: string, label: string) => () => void
  readonly addSection: (section: FormSectionEntry) => () => void
  readonly isReadOnly: boolean
}

export const FormRegistryContext = createContext<FormRegistry | undefined>(undefined)

/** For every field: registers its label and tells whether the form is for reading only. */
export function useFormField(name: string, label: string): { readonly isReadOnly: boolean } {
  const registry = use(FormRegistryContext)
  useEffect(() => registry?.addLabel(name, label), [registry, name, label])
  return { isReadOnly: registry?.isReadOnly ?? false }
}
