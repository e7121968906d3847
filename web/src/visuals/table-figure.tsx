import type { Column, TableAnswer, Text, Visual } from '../api/types';
import { plain } from '../i18n/bidi';
import { setOption } from '../state/actions';
import { PAGE_ROWS } from '../state/body';
import { keysOf, withOption } from '../state/choices';
import { labelOf } from '../state/labels';
import { choices, choose, dimension, goTo, locale } from '../state/store';
import { cellText } from './cells';

const TYPING_PAUSE_MS = 250;
let typing: ReturnType<typeof setTimeout> | undefined;

function isNumber(column: Column): boolean {
  return !['text', 'date', 'tier', 'segment'].includes(column.format);
}

function Head({ visual, column, sort }: { visual: Visual; column: Column; sort: string }) {
  const { t, text } = locale.value;
  const isDown = sort === `-${column.id}`;
  const isUp = sort === column.id;
  function sortBy(): void {
    const next = isNumber(column) ? (isDown ? column.id : `-${column.id}`) : isUp ? `-${column.id}` : column.id;
    choose(withOption(withOption(choices.value, visual.id, 'sort', next), visual.id, 'page', null));
  }
  return (
    <th
      scope="col"
      class={isNumber(column) ? 'number' : undefined}
      aria-sort={isDown ? 'descending' : isUp ? 'ascending' : 'none'}
    >
      <button type="button" class="sort" onClick={sortBy} title={t('table.sort', { column: text(column.label) })}>
        {text(column.label)}
        <span aria-hidden="true" class="direction">
          {isDown ? '↓' : isUp ? '↑' : ''}
        </span>
      </button>
    </th>
  );
}

/** What a click on a cell filters by: tiers and segments come as keys, other members by their label. */
function cellFilter(
  column: Column,
  value: Text | number | null | undefined,
): { dimension: string; key: string } | null {
  if (value === null || value === undefined || typeof value === 'number') return null;
  if ((column.format === 'tier' || column.format === 'segment') && typeof value === 'string')
    return { dimension: column.format, key: value };
  const english = (label: Text) => (typeof label === 'string' ? label : label.en);
  const member = dimension(column.id)?.members?.find(({ label }) => english(label) === english(value));
  return member ? { dimension: column.id, key: member.key } : null;
}

function Cell({ row, column, isFirst }: { row: TableAnswer['rows'][number]; column: Column; isFirst: boolean }) {
  const value = row.cells[column.id];
  const own = locale.value;
  if (isFirst) {
    const isOn = keysOf(choices.value, row.dimension).includes(row.key);
    const name = cellText(column, value, own);
    return (
      <th scope="row">
        <button
          type="button"
          class="cell"
          data-dimension={row.dimension}
          data-key={row.key}
          aria-pressed={isOn}
          title={plain(name)}
        >
          {name}
        </button>
        {row.dimension === 'customer' && Number(row.key) > 0 && (
          <a
            class="open"
            href={`/customers/${encodeURIComponent(row.key)}`}
            aria-label={`${own.t('menu.open_customer')}: ${name}`}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              goTo({ path: `/customers/${encodeURIComponent(row.key)}`, choices: choices.value });
            }}
          >
            <span aria-hidden="true">{own.direction === 'rtl' ? '←' : '→'}</span>
          </a>
        )}
      </th>
    );
  }
  const filter = cellFilter(column, value);
  if (filter !== null) {
    const isOn = keysOf(choices.value, filter.dimension).includes(filter.key);
    return (
      <td>
        <button type="button" class="cell" data-dimension={filter.dimension} data-key={filter.key} aria-pressed={isOn}>
          {own.text(labelOf(filter.dimension, filter.key))}
        </button>
      </td>
    );
  }
  return <td class={isNumber(column) ? 'number' : undefined}>{cellText(column, value, own)}</td>;
}

function Paging({ visual, answer }: { visual: Visual; answer: TableAnswer }) {
  const { t } = locale.value;
  const page = Math.floor(answer.offset / PAGE_ROWS) + 1;
  const last = answer.offset + answer.rows.length;
  if (answer.total_rows <= answer.rows.length) return null;
  const go = (to: number) => setOption(visual, 'page', to <= 1 ? null : String(to));
  return (
    <div class="paging">
      <button type="button" class="button" disabled={page <= 1} onClick={() => go(page - 1)}>
        {t('table.previous')}
      </button>
      <span>{t('table.range', { from: answer.offset + 1, to: last, total: answer.total_rows })}</span>
      <button type="button" class="button" disabled={last >= answer.total_rows} onClick={() => go(page + 1)}>
        {t('table.next')}
      </button>
    </div>
  );
}

/** A table of the server's: sorted, searched and paged there. */
export function TableFigure({ visual, answer }: { visual: Visual; answer: TableAnswer }) {
  const { t, text } = locale.value;
  const options = choices.value.options[visual.id] ?? {};
  const first = answer.columns[0];
  const chosen = keysOf(choices.value, answer.rows[0]?.dimension ?? '');
  function search(words: string): void {
    clearTimeout(typing);
    typing = setTimeout(() => {
      choose(
        withOption(
          withOption(choices.value, visual.id, 'search', words === '' ? null : words),
          visual.id,
          'page',
          null,
        ),
        'replace',
      );
    }, TYPING_PAUSE_MS);
  }
  return (
    <>
      <input
        type="search"
        class="field search"
        placeholder={t('table.search')}
        aria-label={t('table.search')}
        value={options['search'] ?? ''}
        onInput={(event) => search(event.currentTarget.value)}
      />
      <div class="scroll-x" tabIndex={0} role="region" aria-label={text(visual.title)}>
        <table class="data">
          <caption class="unseen">{text(visual.title)}</caption>
          <thead>
            <tr>
              {answer.columns.map((column) => (
                <Head
                  key={column.id}
                  visual={visual}
                  column={column}
                  sort={options['sort'] ?? `-${visual.measures[0] ?? ''}`}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.rows.map((row) => (
              <tr key={row.key} class={chosen.length > 0 && !chosen.includes(row.key) ? 'dimmed' : undefined}>
                {answer.columns.map((column) => (
                  <Cell key={column.id} row={row} column={column} isFirst={column === first} />
                ))}
              </tr>
            ))}
          </tbody>
          {answer.total && answer.rows.length > 0 && (
            <tfoot>
              <tr>
                {answer.columns.map((column, i) =>
                  i === 0 ? (
                    <th key={column.id} scope="row">
                      {t('visual.total')}
                    </th>
                  ) : (
                    <td key={column.id} class={isNumber(column) ? 'number' : undefined}>
                      {answer.total?.cells[column.id] == null
                        ? ''
                        : cellText(column, answer.total.cells[column.id], locale.value)}
                    </td>
                  ),
                )}
              </tr>
            </tfoot>
          )}
        </table>
        {answer.rows.length === 0 && <p class="state">{t('visual.empty')}</p>}
      </div>
      <Paging visual={visual} answer={answer} />
    </>
  );
}
