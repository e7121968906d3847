import { useState } from 'preact/hooks';
import { fetchRows } from '../api/calls';
import { stateBody, type Where } from '../state/body';
import { atShownRelease } from '../state/coordinator';
import { choices, customerKey, description, locale, page } from '../state/store';
import { cellText } from '../visuals/cells';
import { Dialog } from './dialog';
import { useFetched } from './use-fetched';
import { Waiting } from './waiting';

const STEP = 100;

/** The rows behind a number, a hundred at a time. */
export function RowsDialog({ label, where, special }: { label: string; where: Where; special: string | null }) {
  const { t, text } = locale.value;
  const [limit, setLimit] = useState(STEP);
  const shownPage = page.value?.id ?? description.value?.pages[0]?.id ?? '';
  const own = customerKey.value === null ? where : { ...where, customer: [customerKey.value] };
  const { value, error } = useFetched(String(limit), (abort) =>
    fetchRows(
      {
        page: shownPage,
        state: stateBody(choices.value),
        where: own,
        offset: 0,
        limit,
        ...(special === null ? {} : { special }),
        ...atShownRelease(),
      },
      abort,
    ),
  );
  return (
    <Dialog title={special === null ? t('rows.title', { label }) : label} kind="panel">
      {value === null ? (
        <Waiting error={error} />
      ) : (
        <>
          <p class="note">{t('rows.count', { n: value.total_rows })}</p>
          <div class="scroll-x" tabIndex={0} role="region" aria-label={label}>
            <table class="data">
              <thead>
                <tr>
                  {value.columns.map((column) => (
                    <th key={column.id} scope="col" class={isNumeric(column.format) ? 'number' : undefined}>
                      {text(column.label)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {value.rows.map((row, i) => (
                  <tr key={i}>
                    {value.columns.map((column) => (
                      <td key={column.id} class={isNumeric(column.format) ? 'number' : undefined}>
                        {cellText(column, row[column.id], locale.value)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {value.rows.length < value.total_rows && (
            <button type="button" class="button" onClick={() => setLimit(limit + STEP)}>
              {t('rows.more')}
            </button>
          )}
        </>
      )}
    </Dialog>
  );
}

function isNumeric(format: string): boolean {
  return ['money', 'count', 'percent', 'quantity'].includes(format);
}
