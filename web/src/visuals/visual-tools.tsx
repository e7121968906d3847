import type { Answer, Visual } from '../api/types';
import { GRAINS, levelsOf, withLevel } from '../state/levels';
import { setOption } from '../state/actions';
import { choices, choose, dimension, locale } from '../state/store';

const TOPS = ['5', '10', '20', '50'];

function LevelChoice({ visual, answer }: { visual: Visual; answer: Answer | null }) {
  const { t, text } = locale.value;
  const answered = answer && 'members' in answer ? (answer.grain ?? answer.dimension ?? null) : null;
  const levels = levelsOf(visual, choices.value, answered);
  if (levels === null) return null;
  const label = t(levels.option === 'grain' ? 'visual.grain' : 'visual.level');
  const all = levels.option === 'grain' ? [...GRAINS].reverse() : levels.all;
  return (
    <label class="tool">
      <span class="unseen">{label}</span>
      <select
        value={levels.current}
        onChange={(event) => choose(withLevel(choices.value, visual, levels, event.currentTarget.value))}
      >
        {all.map((level) => (
          <option key={level} value={level}>
            {levels.option === 'grain'
              ? t(`grain.${level as (typeof GRAINS)[number]}`)
              : text(dimension(level)?.label ?? level)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What can be set in a visual's own head: its level or grain, and how many bars it shows. */
export function VisualTools({ visual, answer }: { visual: Visual; answer: Answer | null }) {
  const { t } = locale.value;
  const shown = choices.value.options[visual.id]?.['top'] ?? String(visual.top ?? '');
  return (
    <>
      <LevelChoice visual={visual} answer={answer} />
      {visual.top !== undefined && visual.top !== null && (
        <label class="tool">
          <span class="unseen">{t('top.label')}</span>
          <select
            value={shown}
            onChange={({ currentTarget }) =>
              setOption(visual, 'top', currentTarget.value === String(visual.top) ? null : currentTarget.value)
            }
          >
            {[...new Set([...TOPS, shown])]
              .sort((a, b) => Number(a) - Number(b))
              .map((n) => (
                <option key={n} value={n}>
                  {t('top.n', { n: Number(n) })}
                </option>
              ))}
          </select>
        </label>
      )}
    </>
  );
}
