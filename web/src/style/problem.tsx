/** Why what a person just tried failed, if it did: read out at once. */
export function Problem({ problem }: { problem: string | null }) {
  if (problem === null) return null;
  return (
    <p class="notice failed" role="alert">
      {problem}
    </p>
  );
}
