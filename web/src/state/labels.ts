import { effect, signal } from '@preact/signals';
import { membersByKey } from '../api/calls';
import type { Member, Text } from '../api/types';
import { lastAnswer, visualStates } from './coordinator';
import { choices, description, dimension, page } from './store';

/** Labels of members that the description does not list, as they were met in answers and searches. */
const met = signal<Readonly<Record<string, Text>>>({});
const asked = new Set<string>();

export function remember(dimensionId: string, members: readonly Pick<Member, 'key' | 'label'>[]): void {
  const next: Record<string, Text> = { ...met.peek() };
  for (const { key, label } of members) next[`${dimensionId}=${key}`] = label;
  met.value = next;
}

export function memberOf(dimensionId: string, key: string): Member | null {
  return dimension(dimensionId)?.members?.find((member) => member.key === key) ?? null;
}

/** What people read for a key; the key itself until its label is known. Periods are labelled by the locale instead. */
export function labelOf(dimensionId: string, key: string): Text {
  const member = memberOf(dimensionId, key);
  return member?.label ?? met.value[`${dimensionId}=${key}`] ?? key;
}

async function fetchLabels(dimensionId: string, keys: readonly string[]): Promise<void> {
  for (const key of keys) asked.add(`${dimensionId}=${key}`);
  try {
    remember(dimensionId, await membersByKey(dimensionId, keys));
  } catch {
    // The chip goes on showing the key, which is right though bare.
  }
}

/** Keeps the labels of whatever is chosen known: from answers, else asked for by key. */
export function startLabels(): void {
  effect(() => {
    if (lastAnswer.value === null) return;
    for (const visual of page.peek()?.visuals ?? []) {
      const own = visualStates.peek()[visual.id]?.answer;
      if (own && 'members' in own) remember(own.dimension ?? visual.group_by[0] ?? '', own.members);
    }
  });
  effect(() => {
    if (description.value === null) return;
    for (const [id, keys] of Object.entries(choices.value.filters)) {
      if (dimension(id)?.members) continue;
      const unknown = keys.filter((key) => met.peek()[`${id}=${key}`] === undefined && !asked.has(`${id}=${key}`));
      if (unknown.length > 0) void fetchLabels(id, unknown);
    }
  });
}
