import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Visual } from '../api/types';
import { isTouch, textScale, USUAL_TEXT_PX } from '../state/appearance';
import { askAgain, visualStates } from '../state/coordinator';
import { openMenu } from '../state/overlays';
import { choices, locale } from '../state/store';
import { levelsOf } from '../state/levels';
import { reservedHeight } from './reserved-height';
import { useMarkEvents } from './use-mark-events';
import { useWidth } from './use-width';
import { VisualBody } from './visual-body';
import { VisualTools } from './visual-tools';

function isEmptyAnswer(answer: object): boolean {
  if ('members' in answer) return (answer.members as readonly unknown[]).length === 0;
  if ('statements' in answer)
    return (answer.statements as unknown[]).length + ((answer as { silent?: unknown[] }).silent?.length ?? 0) === 0;
  return false;
}

/** One visual with everything around it: title, tools, and a loading, error, empty or value state of the same size. */
export function VisualFrame({ visual }: { visual: Visual }) {
  const { t, text } = locale.value;
  const figure = useRef<HTMLElement>(null);
  const focusId = useSignal<string | null>(null);
  const brush = useSignal<readonly [string, string] | null>(null);
  const [body, width] = useWidth<HTMLDivElement>();
  const state = visualStates.value[visual.id];
  const answer = state?.answer ?? null;
  const title = text(visual.title);
  const events = useMarkEvents({ visual, answer, figure, focusId, brush });
  const isLoading = answer === null && !state?.error;
  const level = levelsOf(visual, choices.value, null)?.current ?? visual.group_by[0] ?? 'date';
  const reserved = reservedHeight(visual, level, width / textScale.value, isTouch.value);

  function showMenu(event: MouseEvent): void {
    const opener = event.currentTarget as HTMLElement;
    const { left, bottom } = opener.getBoundingClientRect();
    openMenu.value = { visual, mark: null, label: title, spot: { x: left, y: bottom + 4 }, opener };
  }

  return (
    <figure
      ref={figure}
      class={`visual ${visual.type} w-${visual.width ?? 12}${state?.isPending && answer ? ' pending' : ''}`}
      data-visual={visual.id}
      aria-busy={state?.isPending ? 'true' : 'false'}
      aria-labelledby={`${visual.id}-title`}
      {...events}
    >
      <figcaption>
        <h2 id={`${visual.id}-title`}>{title}</h2>
        <VisualTools visual={visual} answer={answer} />
        <button
          type="button"
          class="icon more"
          aria-haspopup="menu"
          aria-label={t('visual.menu', { title })}
          onClick={showMenu}
        >
          <span aria-hidden="true">⋯</span>
        </button>
      </figcaption>
      <div class="body" ref={body} style={reserved > 0 ? { minHeight: `${reserved / USUAL_TEXT_PX}rem` } : undefined}>
        {state?.error && (
          <div class="state" role="alert">
            <p>{t('visual.failed', { message: state.error })}</p>
            <button type="button" class="button" onClick={askAgain}>
              {t('app.retry')}
            </button>
          </div>
        )}
        {isLoading && <div class="skeleton" role="status" aria-label={t('visual.loading', { title })} />}
        {answer &&
          !state?.error &&
          (isEmptyAnswer(answer) ? (
            <p class="state">{t('visual.empty')}</p>
          ) : (
            width > 0 && (
              <VisualBody
                visual={visual}
                answer={answer}
                width={width}
                focusId={focusId.value}
                brush={brush.value}
                isTouch={isTouch.value}
                isTable={choices.value.options[visual.id]?.['view'] === 'table'}
              />
            )
          ))}
      </div>
    </figure>
  );
}
