import type { StatementsAnswer } from '../api/types';
import { keysOf } from '../state/choices';
import { choices, locale } from '../state/store';

/** The sentences that the server found worth saying, and on demand why it is silent about the others. */
export function StatementList({ answer, dimension }: { answer: StatementsAnswer; dimension: string }) {
  const { t, text } = locale.value;
  const chosen = keysOf(choices.value, dimension);
  return (
    <>
      <ul class="statement-list">
        {answer.statements.map((one) => (
          <li
            key={`${one.store}/${one.tier ?? ''}`}
            class={chosen.length > 0 && !chosen.includes(one.store) ? 'dimmed' : ''}
          >
            <button
              type="button"
              class="cell"
              data-dimension={dimension}
              data-key={one.store}
              aria-pressed={chosen.includes(one.store)}
            >
              {text(one.store_label)}
            </button>
            <p>{text(one.text)}</p>
            {one.action && (
              <p class="next">
                <b>{t('statements.action')}</b> {text(one.action)}
              </p>
            )}
          </li>
        ))}
      </ul>
      {answer.silent.length > 0 && (
        <details>
          <summary>{t('statements.silent', { n: answer.silent.length })}</summary>
          <ul class="silent">
            {answer.silent.map((one) => (
              <li key={one.store}>
                <b>{text(one.label)}</b> {text(one.because)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
