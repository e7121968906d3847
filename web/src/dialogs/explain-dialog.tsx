import { explain } from '../api/calls';
import type { Visual } from '../api/types';
import { stateBody, type Where } from '../state/body';
import { atShownRelease } from '../state/coordinator';
import { choices, locale, page } from '../state/store';
import { Dialog } from './dialog';
import { useFetched } from './use-fetched';
import { Waiting } from './waiting';

/** Where a number comes from: the plain sentence first, then what a colleague needs to check it. */
export function ExplainDialog({ label, visual, where }: { label: string; visual: Visual; where: Where }) {
  const { t, text, day, moment } = locale.value;
  const measure = visual.measures[0] ?? '';
  const { value, error } = useFetched('once', (abort) =>
    explain(
      {
        page: page.value?.id ?? '',
        visual: visual.id,
        measure,
        state: stateBody(choices.value),
        where,
        ...atShownRelease(),
      },
      abort,
    ),
  );
  return (
    <Dialog title={t('explain.title', { label })} kind="panel">
      {value === null ? (
        <Waiting error={error} />
      ) : (
        <>
          <p class="lead">{text(value.sentence)}</p>
          <h3>{t('explain.definition')}</h3>
          <p>{text(value.definition)}</p>
          <h3>{t('explain.sql')}</h3>
          <pre dir="ltr" tabIndex={0} aria-label={t('explain.sql')}>
            <code>{value.sql}</code>
          </pre>
          <h3>{t('explain.inputs')}</h3>
          <ul>
            {value.inputs.map((input) => (
              <li key={input.table}>{t('explain.input', { table: input.table, version: String(input.version) })}</li>
            ))}
          </ul>
          <p class="note">
            {t('explain.release', { release: value.release, moment: moment(value.published), day: day(value.as_of) })}
          </p>
        </>
      )}
    </Dialog>
  );
}
