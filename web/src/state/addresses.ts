import type { Visual } from '../api/types';
import { writeChoices } from './url';
import { choices, page } from './store';

/** The address of a visual's CSV with the filters of now; with a token for programs that cannot log in. */
export function csvUrl(visual: Visual, token: string | null): string {
  const words = new URLSearchParams(writeChoices(choices.value));
  for (const name of [...words.keys()]) if (name.endsWith('.view')) words.delete(name);
  if (token !== null) words.set('token', token);
  const text = words.toString();
  return `/api/csv/${page.value?.id ?? ''}/${visual.id}${text === '' ? '' : `?${text}`}`;
}
