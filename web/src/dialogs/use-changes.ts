import { useState } from 'preact/hooks';
import { messageOf } from '../api/http';

/** What a dialog that changes things on the server keeps. */
export interface Changes {
  /** Grows with every change that succeeded: what was fetched before is old. */
  readonly round: number;
  readonly problem: string | null;
  readonly after: (work: Promise<unknown>) => void;
}

export function useChanges(): Changes {
  const [round, setRound] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);

  function after(work: Promise<unknown>): void {
    work.then(
      () => {
        setProblem(null);
        setRound(round + 1);
      },
      (failure: unknown) => setProblem(messageOf(failure)),
    );
  }
  return { round, problem, after };
}
