import { useSignal } from '@preact/signals';
import { lastAnswer } from '../state/coordinator';
import { RELATIVE_DATES, withDate, type DateChoice } from '../state/choices';
import { choices, choose, description, dimension, locale } from '../state/store';
import { dateText } from './chips';
import { Popover } from './popover';

function DatePanel({ onDone }: { onDone: () => void }) {
  const { t, day } = locale.value;
  const chosen = choices.value.date;
  const data = description.value?.data ?? null;
  const shown = chosen?.kind === 'range' ? chosen : (lastAnswer.value?.days ?? null);
  const from = useSignal(shown?.from ?? data?.first_day ?? '');
  const to = useSignal(shown?.to ?? data?.last_day ?? '');
  function set(date: DateChoice | null): void {
    choose(withDate(choices.value, date));
    onDone();
  }
  function apply(event: Event): void {
    event.preventDefault();
    if (from.value === '' || to.value === '') return;
    const [first, last] = from.value <= to.value ? [from.value, to.value] : [to.value, from.value];
    set({ kind: 'range', from: first, to: last });
  }
  return (
    <>
      <div class="choices">
        <button type="button" class="choice" aria-pressed={chosen === null} onClick={() => set(null)}>
          {t('date.all')}
        </button>
        {RELATIVE_DATES.map((name) => (
          <button
            key={name}
            type="button"
            class="choice"
            aria-pressed={chosen?.kind === 'relative' && chosen.name === name}
            onClick={() => set({ kind: 'relative', name })}
          >
            {dateText({ kind: 'relative', name })}
          </button>
        ))}
      </div>
      <form class="days" noValidate onSubmit={apply}>
        <label>
          {t('date.from')}
          <input
            type="date"
            class="field"
            value={from.value}
            min={data?.first_day ?? undefined}
            max={data?.last_day ?? undefined}
            onInput={(event) => {
              from.value = event.currentTarget.value;
            }}
          />
        </label>
        <label>
          {t('date.to')}
          <input
            type="date"
            class="field"
            value={to.value}
            min={data?.first_day ?? undefined}
            max={data?.last_day ?? undefined}
            onInput={(event) => {
              to.value = event.currentTarget.value;
            }}
          />
        </label>
        <button class="button strong">{t('date.apply')}</button>
      </form>
      {data && <p class="note">{t('date.counted_to', { day: day(data.as_of) })}</p>}
    </>
  );
}

/** Days: relative to the newest of the data, or two dates. */
export function DateSlicer({ isSheet }: { isSheet: boolean }) {
  const { t, text } = locale.value;
  const chosen = choices.value.date;
  const label = text(dimension('date')?.label ?? 'date');
  const value = chosen === null ? t('date.all') : dateText(chosen);
  if (isSheet) {
    return (
      <details class="sheet-part" open>
        <summary>
          <span class="slicer-name">{label}</span> <span class="slicer-value">{value}</span>
        </summary>
        <DatePanel onDone={() => undefined} />
      </details>
    );
  }
  return (
    <Popover label={label} value={value} isOn={chosen !== null} icon="calendar">
      {(close) => <DatePanel onDone={close} />}
    </Popover>
  );
}
