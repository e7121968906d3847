import { nice, ticks } from 'd3-array';

/** From values to places; written here because d3-scale would bring colour and number formats that nothing uses. */
export interface LinearScale {
  (value: number): number;
  ticks(count: number): number[];
}

export function linearScale(
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
): LinearScale {
  const place = (value: number) => from + ((value - low) / (high - low || 1)) * (to - from);
  return Object.assign(place, { ticks: (count: number) => ticks(low, high, count) });
}

/** The same with its ends moved outward to round numbers. */
export function niceScale(
  [low, high]: readonly [number, number],
  range: readonly [number, number],
  count: number,
): LinearScale {
  const [start, end] = nice(low, high, count);
  return linearScale([start, end], range);
}
