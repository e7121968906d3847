import type { CardAnswer, Visual } from '../api/types';
import { measureOf } from '../state/announce';
import { locale } from '../state/store';
import { textWidth } from './text-width';

const ROOM_EMS = 15;

function ChangeLine({ answer, first }: { answer: CardAnswer; first: string }) {
  const { t, signedPercent, dayRange } = locale.value;
  const { change } = answer;
  if (change === null || change.ratio === null)
    return <p class="change none">{change === null ? t('change.none') : '–'}</p>;
  const days = dayRange(change.against.from, change.against.to);
  const period = change.period ?? answer.period ?? null;
  const ratio = signedPercent(change.ratio);
  const sign = Number(change.ratio) > 0 ? 'up' : Number(change.ratio) < 0 ? 'down' : 'same';
  return (
    <p class={`change ${sign}`} data-measure={first}>
      {sign !== 'same' && (
        <span class="arrow" role="img" aria-label={t(sign === 'up' ? 'change.up' : 'change.down')}>
          {sign === 'up' ? '▲' : '▼'}
        </span>
      )}
      <span>
        {period
          ? t(`change.period.${change.kind}`, { period: dayRange(period.from, period.to), change: ratio, days })
          : t(`change.${change.kind}`, { change: ratio, days })}
        {change.partial ? ` · ${t('change.partial')}` : ''}
      </span>
    </p>
  );
}

/** One number, whole where it fits, else shortened with the whole number beside it; and how it changed. */
export function CardFigure({ visual, answer }: { visual: Visual; answer: CardAnswer }) {
  const measure = measureOf(visual.measures[0] ?? '');
  const value = answer.values[measure.id] ?? null;
  const whole = locale.value.measure(measure.format, value);
  const isLong = textWidth(whole, 1) > ROOM_EMS;
  return (
    <>
      <p class="number" title={locale.value.text(measure.sentence)}>
        {isLong ? (
          <>
            <span aria-hidden="true">
              {measure.format === 'money' ? locale.value.shortMoney(value) : locale.value.short(measure.format, value)}
            </span>
            <small>{whole}</small>
          </>
        ) : (
          whole
        )}
      </p>
      {visual.compare !== false && <ChangeLine answer={answer} first={measure.id} />}
    </>
  );
}
