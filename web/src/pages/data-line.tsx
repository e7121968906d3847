import type { Counted } from '../api/types';
import { openDialog } from '../state/overlays';
import { shownLine } from '../state/releases';
import { description, locale } from '../state/store';

type Special = 'held_back' | 'unknown' | 'guest';
/** What the server calls these rows. */
const ROWS: Readonly<Record<Special, string>> = { held_back: 'quarantine', unknown: 'unknown', guest: 'guest' };

function Part({ special, counted }: { special: Special; counted: Counted }) {
  const { t, money } = locale.value;
  const text = t(`line.${special}`, { n: Number(counted.lines), amount: money(counted.amount) });
  if (Number(counted.lines) === 0) return <span>{text}</span>;
  return (
    <button
      type="button"
      class="link"
      onClick={() => {
        openDialog.value = { kind: 'rows', label: t(`rows.${special}`), where: {}, special: ROWS[special] };
      }}
    >
      {text}
    </button>
  );
}

/** The one line on the state of the data; each part opens its rows. */
export function DataLine() {
  const { t, day, moment } = locale.value;
  const line = shownLine.value;
  const tax = description.value?.tax;
  return (
    <footer class="data-line" aria-label={t('line.label')}>
      {line && (
        <>
          <button
            type="button"
            class="link"
            onClick={() => {
              openDialog.value = {
                kind: 'rows',
                label: t('line.data_to', { day: day(line.data_to) }),
                where: { date: [line.data_to] },
                special: null,
              };
            }}
          >
            {t('line.data_to', { day: day(line.data_to) })}
          </button>
          <span>{t('line.updated', { moment: moment(line.published) })}</span>
          <Part special="held_back" counted={line.line.held_back} />
          <Part special="unknown" counted={line.line.unknown} />
          <Part special="guest" counted={line.line.guest} />
          {(tax === 'included' || tax === 'excluded') && <span>{t(`line.tax_${tax}`)}</span>}
        </>
      )}
    </footer>
  );
}
