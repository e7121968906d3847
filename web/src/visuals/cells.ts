import type { Answer, CardAnswer, Column, GroupedAnswer, TableAnswer, Text, Visual } from '../api/types';
import { plain } from '../i18n/bidi';
import type { Locale } from '../i18n/locale';
import { measureOf } from '../state/announce';
import { memberName } from './tip';

export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[];
}

export function cellText(
  column: Pick<Column, 'format'>,
  value: Text | number | null | undefined,
  locale: Locale,
): string {
  if (value === null || value === undefined || value === '') return '–';
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return locale.text(text);
  if (column.format === 'date') return locale.day(text);
  if (column.format === 'text' || column.format === 'tier' || column.format === 'segment') return locale.text(text);
  return locale.measure(column.format, text);
}

function groupedTable(visual: Visual, answer: GroupedAnswer, dimension: string, locale: Locale): TextTable {
  const measures = visual.measures.map(measureOf);
  const parts = answer.members[0]?.parts ?? [];
  const first = measures[0];
  const hasShare =
    answer.members.some((member) => member.share) && !visual.measures.some((id) => id.endsWith('_share'));
  const head = [
    locale.t('visual.name'),
    ...measures.map((measure) => locale.text(measure.label)),
    ...(hasShare ? [locale.t('visual.share')] : []),
    ...parts.map((part) => locale.text(part.label)),
  ];
  const rows = answer.members.map((member) => ({
    key: member.key,
    cells: [
      memberName(member, dimension, locale),
      ...measures.map((measure) => locale.measure(measure.format, member.values[measure.id] ?? null)),
      ...(hasShare ? [locale.percent(member.share ?? null)] : []),
      ...parts.map(({ key }) => {
        const own = member.parts?.find((part) => part.key === key);
        return first && own ? locale.measure(first.format, own.values[first.id] ?? null) : '–';
      }),
    ],
  }));
  return { head, rows };
}

/** A visual's figures as a table of text: read by screen readers, shown on demand, copied to the clipboard. */
export function textTable(visual: Visual, answer: Answer, locale: Locale): TextTable {
  if ('members' in answer)
    return groupedTable(visual, answer, answer.dimension ?? visual.group_by[0] ?? 'date', locale);
  if ('rows' in answer) {
    const { columns, rows } = answer as TableAnswer;
    return {
      head: columns.map((column) => locale.text(column.label)),
      rows: rows.map((row) => ({
        key: row.key,
        cells: columns.map((column) => cellText(column, row.cells[column.id], locale)),
      })),
    };
  }
  const { values } = answer as CardAnswer;
  const measures = visual.measures.map(measureOf);
  return {
    head: measures.map((measure) => locale.text(measure.label)),
    rows: [{ key: '', cells: measures.map((measure) => locale.measure(measure.format, values?.[measure.id] ?? null)) }],
  };
}

const FORMULA = /^[=+\-@]/;
const NUMBER = /^[-+]?[\d\u0660-\u0669.,\u066b\u066c\u00a0\s]+[%\u066a]?$/;

/** Text that a spreadsheet would run as a formula gets an apostrophe before it, as in the server's CSV. */
function pasted(cell: string): string {
  const text = plain(cell)
    .replace(/[\t\r\n]+/g, ' ')
    .trim();
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** Tab-separated, without direction marks, as spreadsheets paste it. */
export function tabSeparated(table: TextTable): string {
  return [table.head, ...table.rows.map((row) => row.cells)].map((cells) => cells.map(pasted).join('\t')).join('\n');
}
