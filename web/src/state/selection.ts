import { keysOf, withKeys, type Choices } from './choices';

/** What a mark stands for: one member, or the crossing of two (a tier within a store). */
export interface Mark {
  readonly dimension: string;
  readonly key: string;
  readonly within?: { readonly dimension: string; readonly key: string };
}

export type SelectionMode = 'replace' | 'add';

function pairsOf(mark: Mark): [string, string][] {
  const own: [string, string] = [mark.dimension, mark.key];
  return mark.within ? [[mark.within.dimension, mark.within.key], own] : [own];
}

export function isSelected(choices: Choices, mark: Mark): boolean {
  return pairsOf(mark).every(([dimension, key]) => keysOf(choices, dimension).includes(key));
}

/**
 * A click on a mark: it becomes the only choice of its dimension, or joins the others (`add`). The same click again takes
 * it back.
 */
export function toggle(choices: Choices, mark: Mark, mode: SelectionMode): Choices {
  const pairs = pairsOf(mark);
  const isOn = isSelected(choices, mark);
  const isAlone = pairs.every(([dimension]) => keysOf(choices, dimension).length === 1);
  return pairs.reduce((result, [dimension, key]) => {
    const keys = keysOf(result, dimension);
    if (mode === 'replace') return withKeys(result, dimension, isOn && isAlone ? [] : [key]);
    if (isOn && (pairs.length === 1 || dimension === mark.dimension)) {
      return withKeys(
        result,
        dimension,
        keys.filter((other) => other !== key),
      );
    }
    return keys.includes(key) ? result : withKeys(result, dimension, [...keys, key]);
  }, choices);
}
