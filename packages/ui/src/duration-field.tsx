import { Input, NativeSelect, NumberInput } from '@mantine/core'
import { useId, useState } from 'react'
import { type DurationUnit, durationUnits, joinDuration, splitDuration } from './duration.ts'
import { type FieldProps, useField } from './form-fields.tsx'
import classes from './resource-form.module.css'
import { useUiText } from './ui-text.ts'

const units = ['seconds', 'minutes', 'hours', 'days'] as const

/** Seconds in the form's values, an amount and a unit on the screen. Empty is undefined. */
export function DurationField(props: FieldProps) {
  const text = useUiText()
  const id = useId()
  const { field, wrapper } = useField(props)
  const { label, description, error, withAsterisk, disabled, readOnly } = wrapper
  const seconds = typeof field.value === 'number' ? field.value : undefined
  const [chosen, setChosen] = useState<DurationUnit>()
  const natural = seconds === undefined ? undefined : splitDuration(seconds)
  // A chosen unit stays while it can say the value; values from elsewhere may not fit it.
  const fits = chosen !== undefined && (seconds === undefined || seconds % durationUnits[chosen] === 0)
  const unit = fits ? chosen : (natural?.unit ?? 'minutes')
  const amount = seconds === undefined ? '' : seconds / durationUnits[unit]

  const changeUnit = (next: DurationUnit) => {
    setChosen(next)
    if (typeof amount === 'number') field.onChange(joinDuration({ amount, unit: next }))
  }
  const changeAmount = (next: number | string) => {
    setChosen(unit)
    field.onChange(typeof next === 'number' ? joinDuration({ amount: next, unit }) : undefined)
  }
  return (
    <Input.Wrapper label={label} description={description} error={error} withAsterisk={withAsterisk} id={id}>
      <div className={classes['duration']}>
        <NumberInput
          id={id}
          name={field.name}
          ref={field.ref}
          onBlur={field.onBlur}
          value={amount}
          onChange={changeAmount}
          min={0}
          allowDecimal={false}
          clampBehavior="none"
          error={error !== false}
          disabled={disabled}
          readOnly={readOnly}
        />
        <NativeSelect
          aria-label={`${label}: ${text('ui.unit')}`}
          value={unit}
          disabled={disabled || readOnly}
          data={units.map((value) => ({ value, label: text(`ui.unit.${value}`) }))}
          onChange={(event) => changeUnit(units.find((one) => one === event.currentTarget.value) ?? 'minutes')}
        />
      </div>
    </Input.Wrapper>
  )
}
