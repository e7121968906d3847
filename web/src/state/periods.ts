import type { DateChoice } from './choices';

function lastDay(year: number, month: number): string {
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return `${year}-${String(month).padStart(2, '0')}-${String(days).padStart(2, '0')}`;
}

/** First and last day of a period's key; null for weeks and fiscal periods, whose days only the server knows. */
export function periodDays(key: string): { from: string; to: string } | null {
  const found = /^(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?$/.exec(key);
  if (found === null) return null;
  const year = Number(found[1]);
  if (found[4] !== undefined) return { from: key, to: key };
  if (found[3] !== undefined) return { from: `${key}-01`, to: lastDay(year, Number(found[3])) };
  if (found[2] !== undefined) {
    const last = Number(found[2]) * 3;
    return { from: `${year}-${String(last - 2).padStart(2, '0')}-01`, to: lastDay(year, last) };
  }
  return { from: `${year}-01-01`, to: `${year}-12-31` };
}

/** The choice that a brush over neighbouring periods makes. */
export function brushedDate(keys: readonly string[]): DateChoice | null {
  const first = keys[0];
  const last = keys.at(-1);
  if (first === undefined || last === undefined) return null;
  if (first === last) return { kind: 'keys', keys: [first] };
  const from = periodDays(first);
  const to = periodDays(last);
  return from && to ? { kind: 'range', from: from.from, to: to.to } : { kind: 'keys', keys };
}
