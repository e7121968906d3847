import { computed, effect, signal } from '@preact/signals';
import { fetchDescription, fetchRelease } from '../api/calls';
import type { ReleaseAnswer } from '../api/types';
import { shownRelease } from './coordinator';
import { description } from './store';

const EVERY_MS = 15_000;

/** What the server last said of its newest release and its last run. */
export const release = signal<ReleaseAnswer | null>(null);
/** The one line of the page belongs to the figures shown, not to news that nobody has taken yet. */
export const shownLine = signal<ReleaseAnswer | null>(null);

export const newRelease = computed(() => {
  const newest = release.value;
  return newest !== null && shownRelease.value !== null && newest.release > shownRelease.value ? newest : null;
});

export const failedRun = computed(() => {
  const run = release.value?.last_run ?? null;
  return run !== null && ['failed', 'stopped', 'died'].includes(run.status) ? run : null;
});

async function checkRelease(): Promise<void> {
  try {
    const answer = await fetchRelease();
    release.value = answer;
    if (shownLine.value === null || shownRelease.value === null || answer.release <= shownRelease.value)
      shownLine.value = answer;
  } catch {
    // The next look comes soon; the figures shown stay what they are.
  }
}

/** Members, days and texts are of a release, as the figures are. */
async function followRelease(shown: number): Promise<void> {
  try {
    const known = await fetchDescription(shown);
    if (shownRelease.peek() === shown) description.value = known;
    await checkRelease();
  } catch {
    // Names of before are better than none.
  }
}

export function watchReleases(): void {
  void checkRelease();
  effect(() => {
    const shown = shownRelease.value;
    if (shown !== null && description.peek()?.release !== shown) void followRelease(shown);
  });
  setInterval(() => {
    if (document.visibilityState === 'visible') void checkRelease();
  }, EVERY_MS);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void checkRelease();
  });
}
