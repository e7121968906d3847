import type { GroupedAnswer, Visual } from '../api/types';
import { measureOf } from '../state/announce';
import { memberOf } from '../state/labels';
import { locale } from '../state/store';

/** Segments with their figures, what they mean and what to do next. */
export function SegmentList({ visual, answer }: { visual: Visual; answer: GroupedAnswer }) {
  const { t, text, measure, percent } = locale.value;
  const dimension = answer.dimension ?? visual.group_by[0] ?? 'segment';
  const anySelected = answer.members.some((member) => member.selected);
  return (
    <ul class="segment-list">
      {answer.members.map((member) => {
        const known = memberOf(dimension, member.key);
        const dimmed = anySelected && !member.selected ? ' dimmed' : '';
        return (
          <li key={member.key} class={`${member.grey ? 'grey' : ''}${dimmed}`}>
            <button
              type="button"
              class="segment"
              data-dimension={dimension}
              data-key={member.key}
              aria-pressed={member.selected ?? false}
            >
              <strong>{text(member.label)}</strong>
              <span class="figures">
                {visual.measures.map((id) => {
                  const own = measureOf(id);
                  return (
                    <span key={id}>
                      <span class="unseen">{text(own.label)} </span>
                      {measure(own.format, member.values[id] ?? null)}
                    </span>
                  );
                })}
                {member.share && !visual.measures.some((id) => id.endsWith('_share')) && (
                  <span class="share">{percent(member.share)}</span>
                )}
              </span>
            </button>
            {known?.meaning && <p>{text(known.meaning)}</p>}
            {known?.next_step && (
              <p class="next">
                <b>{t('segments.next_step')}</b> {text(known.next_step)}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
