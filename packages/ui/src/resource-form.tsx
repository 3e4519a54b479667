import { zodResolver } from '@hookform/resolvers/zod'
import { Alert, Button, Group } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { type DefaultValues, type FieldValues, FormProvider, type Path, useForm } from 'react-hook-form'
import type * as z from 'zod'
import { describeFailure } from './api-failure.ts'
import { changedFields } from './changed-fields.ts'
import { FormRegistryContext, type FormSectionEntry } from './form-context.ts'
import { describeIssue } from './form-issues.ts'
import { SectionList } from './form-section.tsx'
import { LeaveGuard } from './leave-guard.tsx'
import { useProblemText } from './problem-text.ts'
import classes from './resource-form.module.css'
import { SaveBar } from './save-bar.tsx'
import { useUiText } from './ui-text.ts'
import { useFailureText } from './use-api.tsx'

export interface ResourceFormProps<Input extends FieldValues, Output> {
  readonly schema: z.ZodType<Output, Input>
  /** What the server has, or the defaults of something new. Fresh values never overwrite what was typed. */
  readonly values: Input
  /** Saves; a failure thrown here goes beside its fields or above the buttons. */
  readonly onSubmit: (values: Output) => unknown
  /** `edit` shows a save bar with the first change and guards leaving; `create` always shows its buttons. */
  readonly mode: 'edit' | 'create'
  /** Verb and thing for `create`: "Create user". */
  readonly submitLabel?: string
  readonly onCancel?: () => void
  /** Name of the form's field for a field of the server's error, where they differ. */
  readonly fieldOf?: (wireField: string) => string
  /** For who may look but not change. */
  readonly isReadOnly?: boolean
  readonly children: ReactNode
}

/** Resets are whole, unlike fresh values from the server (`resetOptions`). */
const takeAll = { keepDirtyValues: false }

/** A form of one column over a schema of the contract. */
export function ResourceForm<Input extends FieldValues, Output>(props: ResourceFormProps<Input, Output>) {
  const { schema, values, mode, onSubmit, isReadOnly = false } = props
  const text = useUiText()
  const failureText = useFailureText()
  const problemText = useProblemText()
  const [failure, setFailure] = useState<string>()
  const [labels, setLabels] = useState<ReadonlyMap<string, string>>(new Map())
  const [sections, setSections] = useState<readonly FormSectionEntry[]>([])
  const form = useForm<Input, unknown, Output>({
    resolver: zodResolver(schema, { error: (issue) => describeIssue(issue, text) }),
    defaultValues: values as DefaultValues<Input>,
    values,
    resetOptions: { keepDirtyValues: true },
    mode: 'onTouched',
  })
  const { isDirty, isSubmitting, dirtyFields } = form.formState

  const registry = useMemo(
    () => ({
      isReadOnly,
      addLabel: (name: string, label: string) => {
        setLabels((old) => new Map(old).set(name, label))
        return () => setLabels((old) => new Map([...old].filter(([key]) => key !== name)))
      },
      addSection: (section: FormSectionEntry) => {
        setSections((old) => [...old.filter((one) => one.id !== section.id), section])
        return () => setSections((old) => old.filter((one) => one.id !== section.id))
      },
    }),
    [isReadOnly],
  )

  /** What belongs to a field goes there; true when everything did. */
  const placeErrors = (error: unknown): boolean => {
    const { fields } = describeFailure(error)
    const known = fields.map((one) => ({ ...one, name: props.fieldOf?.(one.field) ?? one.field }))
    const placed = known.filter((one) => labels.has(one.name))
    for (const one of placed) form.setError(one.name as Path<Input>, { type: 'server', message: problemText(one) })
    if (placed[0] !== undefined) form.setFocus(placed[0].name as Path<Input>)
    return fields.length > 0 && placed.length === fields.length
  }

  const submit = form.handleSubmit(async (output) => {
    setFailure(undefined)
    const submitted = form.getValues()
    try {
      await onSubmit(output)
      form.reset(submitted, takeAll)
    } catch (error) {
      if (!placeErrors(error)) setFailure(failureText(error))
    }
  })
  const discard = () => {
    setFailure(undefined)
    form.reset(values, takeAll)
  }

  const changed = changedFields(dirtyFields, labels).map((name) => labels.get(name) ?? name)
  const alert =
    failure === undefined ? null : (
      <Alert color="red" role="alert">
        {failure}
      </Alert>
    )
  return (
    <FormProvider {...form}>
      <FormRegistryContext value={registry}>
        <div className={classes['layout']} data-mode={mode}>
          <form className={classes['form']} onSubmit={submit} noValidate>
            {props.children}
            {mode === 'create' ? (
              <>
                {alert}
                <Group justify="flex-end" gap="xs">
                  {props.onCancel === undefined ? null : (
                    <Button variant="default" onClick={props.onCancel} disabled={isSubmitting}>
                      {text('ui.cancel')}
                    </Button>
                  )}
                  <Button type="submit" loading={isSubmitting}>
                    {props.submitLabel ?? text('ui.form.save')}
                  </Button>
                </Group>
              </>
            ) : null}
            {mode === 'edit' && !isReadOnly ? (
              <SaveBar changed={changed} isDirty={isDirty} isBusy={isSubmitting} onDiscard={discard} alert={alert} />
            ) : null}
          </form>
          {mode === 'edit' ? <SectionList sections={sections} /> : null}
        </div>
        {mode === 'edit' ? <LeaveGuard isDirty={isDirty && !isSubmitting} changed={changed} /> : null}
      </FormRegistryContext>
    </FormProvider>
  )
}
