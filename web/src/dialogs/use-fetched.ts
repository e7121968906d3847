import { useEffect, useState } from 'preact/hooks';
import { isAbort, messageOf } from '../api/http';

export interface Fetched<T> {
  readonly value: T | null;
  readonly error: string | null;
}

/** Fetches when first shown and whenever `key` changes; what is overtaken or left is cancelled. */
export function useFetched<T>(key: string, fetchIt: (abort: AbortSignal) => Promise<T>): Fetched<T> {
  const [state, setState] = useState<Fetched<T>>({ value: null, error: null });
  useEffect(() => {
    const abort = new AbortController();
    fetchIt(abort.signal).then(
      (value) => setState({ value, error: null }),
      (error: unknown) => {
        if (!isAbort(error)) setState({ value: null, error: messageOf(error) });
      },
    );
    return () => abort.abort();
  }, [key]);
  return state;
}
