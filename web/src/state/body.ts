import type { Choices, DateChoice, VisualOptions } from './choices';

export type Where = Readonly<Record<string, readonly string[]>>;
export type DateBody =
  { readonly from: string; readonly to: string } | { readonly relative: string } | { readonly keys: readonly string[] };

export interface StateBody {
  readonly filters: Where;
  readonly date?: DateBody;
  readonly compare: string;
}

export type OptionsBody = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

/** Rows of one page of a table. */
export const PAGE_ROWS = 50;

function dateBody(date: DateChoice): DateBody {
  if (date.kind === 'range') return { from: date.from, to: date.to };
  return date.kind === 'relative' ? { relative: date.name } : { keys: date.keys };
}

export function stateBody(choices: Choices): StateBody {
  return {
    filters: choices.filters,
    ...(choices.date === null ? {} : { date: dateBody(choices.date) }),
    compare: choices.compare,
  };
}

/** The options the server knows, as it wants them; `view` is the page's own. */
export function optionsBody(options: VisualOptions): Readonly<Record<string, string | number>> {
  const body: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(options)) {
    if (name === 'page') {
      const page = Math.max(1, Math.trunc(Number(value)) || 1);
      body['offset'] = (page - 1) * PAGE_ROWS;
      body['limit'] = PAGE_ROWS;
    } else if (name === 'top') {
      body['top'] = Math.max(1, Math.trunc(Number(value)) || 10);
    } else if (name !== 'view') {
      body[name] = value;
    }
  }
  return body;
}
