import type { Translate } from './translate';

export interface Dates {
  /** "15 Jan 2025" for 2025-01-15. */
  day(iso: string): string;
  dayRange(from: string, to: string): string;
  /** A moment such as a run's end, in the viewer's own time. */
  moment(iso: string): string;
  /** The label of a period's key: a day, week, month, quarter or (fiscal) year. */
  period(key: string): string;
  /** As `period`, but as short as an axis needs it. */
  shortPeriod(key: string): string;
}

/** Days are calendar days of the shop: they are read and written as UTC so that no viewer's zone moves them. */
function utc(iso: string): Date {
  return new Date(`${iso}T00:00:00Z`);
}

export function makeDates(tag: string, t: Translate): Dates {
  const day = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const shortDay = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(tag, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const year = new Intl.DateTimeFormat(tag, { year: 'numeric', timeZone: 'UTC' });
  const moment = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' });
  const digits = new Intl.NumberFormat(tag, { useGrouping: false });

  function period(key: string, dayFormat: Intl.DateTimeFormat): string {
    const fiscal = key.startsWith('FY');
    const bare = fiscal ? key.slice(2) : key;
    const yearText = year.format(utc(`${bare.slice(0, 4)}-07-01`));
    const rest = bare.slice(5);
    if (rest === '') return fiscal ? t('period.fiscal_year', { year: yearText }) : yearText;
    if (rest.startsWith('W')) return t('period.week', { week: digits.format(Number(rest.slice(1))), year: yearText });
    if (rest.startsWith('Q')) {
      const words = { quarter: digits.format(Number(rest.slice(1))), year: yearText };
      return fiscal ? t('period.fiscal_quarter', words) : t('period.quarter', words);
    }
    return rest.length === 2 ? month.format(utc(`${bare}-01`)) : dayFormat.format(utc(bare));
  }
  return {
    day: (iso) => day.format(utc(iso.slice(0, 10))),
    dayRange: (from, to) => (from === to ? day.format(utc(from)) : day.formatRange(utc(from), utc(to))),
    moment: (iso) => moment.format(new Date(iso)),
    period: (key) => period(key, day),
    shortPeriod: (key) => period(key, shortDay),
  };
}
