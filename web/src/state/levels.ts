import type { Visual } from '../api/types';
import { withKeys, withOption, type Choices } from './choices';
import type { Mark } from './selection';

/** The levels of time, from the widest to the narrowest. */
export const GRAINS = ['year', 'quarter', 'month', 'week', 'day'] as const;

/** What a visual can drill through and where it stands: its own hierarchy, or the grains of time. */
export interface Levels {
  readonly option: 'level' | 'grain';
  readonly all: readonly string[];
  readonly current: string;
}

export function levelsOf(visual: Visual, choices: Choices, answered: string | null): Levels | null {
  const options = choices.options[visual.id] ?? {};
  if (visual.type === 'line') {
    return { option: 'grain', all: GRAINS, current: options['grain'] ?? answered ?? 'month' };
  }
  if (!visual.drill || visual.drill.length < 2) return null;
  const own = visual.group_by[0] ?? visual.drill[0] ?? '';
  return { option: 'level', all: visual.drill, current: options['level'] ?? answered ?? own };
}

export function withLevel(choices: Choices, visual: Visual, levels: Levels, level: string): Choices {
  const isDefault = levels.option === 'level' && level === visual.group_by[0];
  return withOption(choices, visual.id, levels.option, isDefault ? null : level);
}

export function levelBelow(levels: Levels): string | null {
  const next = levels.all[levels.all.indexOf(levels.current) + 1];
  return (next === 'week' ? 'day' : next) ?? null;
}

export function levelAbove(levels: Levels): string | null {
  const i = levels.all.indexOf(levels.current);
  const above = i > 0 ? levels.all[i - 1] : undefined;
  return (above === 'week' ? 'month' : above) ?? null;
}

/** Keeps to one member and shows what it is made of. */
export function drilledDown(choices: Choices, visual: Visual, levels: Levels, mark: Mark): Choices {
  const below = levelBelow(levels);
  return below === null ? choices : withLevel(withKeys(choices, mark.dimension, [mark.key]), visual, levels, below);
}

/** Back to the wider level, without the filter that drilling down had set on it. */
export function drilledUp(choices: Choices, visual: Visual, levels: Levels): Choices {
  const above = levelAbove(levels);
  if (above === null) return choices;
  return withLevel(withKeys(choices, levels.option === 'grain' ? 'date' : above, []), visual, levels, above);
}
