import type { GroupedAnswer } from '../api/types';
import { markId } from './chart';

/** The mark that Tab should reach, or null (the first) when it is no longer drawn: a chart never becomes unreachable. */
export function tabStop(
  focusId: string | null,
  answer: GroupedAnswer,
  dimension: string,
  partDimension: string | null,
): string | null {
  if (focusId === null) return null;
  const isDrawn = answer.members.some((member) => {
    const within = { dimension, key: member.key };
    if (markId(within) === focusId) return true;
    return (member.parts ?? []).some(({ key, share }) => {
      if (partDimension === null || Number(share ?? 0) === 0) return false;
      const legend = { dimension: partDimension, key };
      return focusId === markId(legend) || focusId === markId({ ...legend, within });
    });
  });
  return isDrawn ? focusId : null;
}
