/** Days and periods of the made-up shop. */
import { DAYS } from './shop.mjs';

const DAY_MS = 86_400_000;
const time = (day) => Date.parse(`${day}T00:00:00Z`);
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
export const addDays = (day, n) => iso(time(day) + n * DAY_MS);
export const daysBetween = (from, to) => Math.round((time(to) - time(from)) / DAY_MS) + 1;
export const lastYear = (day) => `${Number(day.slice(0, 4)) - 1}${day.slice(4) === '-02-29' ? '-02-28' : day.slice(4)}`;

function weekOf(day) {
  const thursday = time(day) + (3 - ((new Date(time(day)).getUTCDay() + 6) % 7)) * DAY_MS;
  const year = new Date(thursday).getUTCFullYear();
  return `${year}-W${String(Math.floor((thursday - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1).padStart(2, '0')}`;
}

export function periodOf(day, grain) {
  if (grain === 'day') return day;
  if (grain === 'week') return weekOf(day);
  if (grain === 'quarter') return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  return grain === 'year' ? day.slice(0, 4) : day.slice(0, 7);
}

export function hasDay(keys, day) {
  return keys.some((key) => ['day', 'week', 'month', 'quarter', 'year'].some((grain) => periodOf(day, grain) === key));
}

function month(offset) {
  const [year, number] = DAYS.as_of.split('-').map(Number);
  return { from: iso(Date.UTC(year, number - 1 + offset, 1)), to: iso(Date.UTC(year, number + offset, 0)) };
}

/** The days that a state's date means; all days without one. */
export function daysOf(date) {
  const all = { from: DAYS.first_day, to: DAYS.last_day };
  if (!date) return all;
  if (date.from) return { from: date.from, to: date.to };
  if (date.keys) {
    const days = [];
    for (let day = all.from; day <= all.to; day = addDays(day, 1)) if (hasDay(date.keys, day)) days.push(day);
    return { from: days[0] ?? all.from, to: days.at(-1) ?? all.from };
  }
  const year = Number(DAYS.as_of.slice(0, 4));
  switch (date.relative) {
    case 'last_7_days':
      return { from: addDays(DAYS.as_of, -6), to: DAYS.as_of };
    case 'last_30_days':
      return { from: addDays(DAYS.as_of, -29), to: DAYS.as_of };
    case 'this_month':
      return { from: month(0).from, to: DAYS.as_of };
    case 'last_full_month':
      return DAYS.as_of === month(0).to ? month(0) : month(-1);
    case 'this_year':
      return { from: `${year}-01-01`, to: DAYS.as_of };
    default:
      return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` };
  }
}
