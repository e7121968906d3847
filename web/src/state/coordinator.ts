import { batch, effect, signal } from '@preact/signals';
import { query } from '../api/calls';
import { ApiError, isAbort, messageOf } from '../api/http';
import type { Answer, Page, QueryAnswer } from '../api/types';
import { optionsBody, stateBody, type OptionsBody } from './body';
import type { Choices } from './choices';
import { choices, page } from './store';

/** What a visual has: its newest answer stays while the next one is fetched, so that nothing jumps. */
export interface VisualState {
  readonly answer: Answer | null;
  readonly error: string | null;
  readonly isPending: boolean;
  readonly signature: string;
}

export const visualStates = signal<Readonly<Record<string, VisualState>>>({});
/** The release that the figures shown are from; null before the first answer. */
export const shownRelease = signal<number | null>(null);
export const lastAnswer = signal<QueryAnswer | null>(null);
export const lastError = signal<string | null>(null);

/** The release that the figures shown were from is no longer kept, so the pages went to the newest without being asked. */
export const hasMovedOn = signal(false);

const generation = signal(0);
const GONE = 410;
let inFlight: { readonly abort: AbortController; readonly ids: readonly string[] } | null = null;

function signatureOf(chosen: Choices, id: string, round: number): string {
  return JSON.stringify([stateBody(chosen), optionsBody(chosen.options[id] ?? {}), round]);
}

function update(ids: readonly string[], change: (before: VisualState, id: string) => VisualState): void {
  const next: Record<string, VisualState> = { ...visualStates.value };
  for (const id of ids)
    next[id] = change(next[id] ?? { answer: null, error: null, isPending: false, signature: '' }, id);
  visualStates.value = next;
}

function ask(shown: Page, chosen: Choices, ids: readonly string[], abort: AbortSignal): Promise<QueryAnswer> {
  const options: OptionsBody = Object.fromEntries(
    ids
      .map((id) => [id, optionsBody(chosen.options[id] ?? {})] as const)
      .filter(([, own]) => Object.keys(own).length > 0),
  );
  const body = {
    page: shown.id,
    state: stateBody(chosen),
    options,
    ...(ids.length === shown.visuals.length ? {} : { visuals: ids }),
  };
  return query({ ...body, ...atShownRelease() }, abort);
}

/** The answer with the level it was asked at: while the next one is fetched, the choices already say something else. */
function levelled(shown: Page, chosen: Choices, id: string, { visuals }: QueryAnswer): Answer | null {
  const answer = visuals[id];
  if (answer === undefined || !('members' in answer) || answer.dimension !== undefined) return answer ?? null;
  const dimension = chosen.options[id]?.['level'] ?? shown.visuals.find((visual) => visual.id === id)?.group_by[0];
  return dimension === undefined ? answer : { ...answer, dimension };
}

/** One request for all visuals that the newest choices concern; an older one that they overtake is cancelled. */
async function refresh(shown: Page, chosen: Choices, round: number): Promise<void> {
  const states = visualStates.peek();
  const abandoned = inFlight?.ids ?? [];
  const stale = shown.visuals
    .map(({ id }) => id)
    .filter(
      (id) =>
        states[id]?.signature !== signatureOf(chosen, id, round) || (abandoned.includes(id) && states[id]?.isPending),
    );
  const isSame =
    inFlight !== null &&
    stale.every((id) => abandoned.includes(id) && states[id]?.signature === signatureOf(chosen, id, round));
  if (stale.length === 0 || isSame) return;
  inFlight?.abort.abort();
  const mine = { abort: new AbortController(), ids: stale };
  inFlight = mine;
  update(abandoned, (before) => ({ ...before, isPending: false, signature: '' }));
  update(stale, (before, id) => ({
    ...before,
    error: null,
    isPending: true,
    signature: signatureOf(chosen, id, round),
  }));
  try {
    const answer = await ask(shown, chosen, stale, mine.abort.signal);
    batch(() => {
      shownRelease.value = answer.release;
      lastAnswer.value = answer;
      lastError.value = null;
      update(stale, (before, id) => ({ ...before, isPending: false, answer: levelled(shown, chosen, id, answer) }));
    });
  } catch (error) {
    if (isAbort(error)) return;
    if (movedOn(error)) return;
    batch(() => {
      lastError.value = messageOf(error);
      update(stale, (before) => ({ ...before, isPending: false, error: messageOf(error) }));
    });
  } finally {
    if (inFlight === mine) inFlight = null;
  }
}

/** Where the release shown is served no more, moves all on to the newest one and says so. False for other errors. */
export function movedOn(error: unknown): boolean {
  if (!(error instanceof ApiError && error.status === GONE) || shownRelease.peek() === null) return false;
  hasMovedOn.value = true;
  showNewestRelease();
  return true;
}

/** Keeps other questions to the release that the figures shown are from. */
export function atShownRelease(): { release?: number } {
  return shownRelease.value === null ? {} : { release: shownRelease.value };
}

export function startCoordinator(): void {
  effect(() => {
    const shown = page.value;
    const chosen = choices.value;
    const round = generation.value;
    if (shown !== null) void refresh(shown, chosen, round);
  });
}

/** Asks for everything again: after an error. */
export function askAgain(): void {
  generation.value += 1;
}

/** Moves the pages to the newest release. */
export function showNewestRelease(): void {
  batch(() => {
    shownRelease.value = null;
    generation.value += 1;
  });
}
