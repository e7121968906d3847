import type { Text } from '../api/types';
import { inkOf } from '../style/theme';
import { markAttributes, markId, mirrored, wordsAttributes, type ChartProps } from './chart';
import { textWidth } from './text-width';

export interface LegendEntry {
  readonly key: string;
  readonly label: Text;
  readonly color: string | null | undefined;
  readonly isGrey: boolean;
  readonly isSelected: boolean;
}

interface Placed<E> {
  readonly entry: E;
  readonly text: string;
  readonly start: number;
  readonly row: number;
  readonly width: number;
}

const GAP = 8;

function legendRowHeight(isTouch: boolean): number {
  return isTouch ? 44 : 26;
}

type LegendRoom = Pick<ChartProps, 'width' | 'isTouch' | 'locale' | 'theme'>;

function placed<E extends Pick<LegendEntry, 'label'>>(props: LegendRoom, entries: readonly E[]): Placed<E>[] {
  const result: Placed<E>[] = [];
  let start = 0;
  let row = 0;
  for (const entry of entries) {
    const text = props.locale.text(entry.label);
    const width = Math.min(props.width, textWidth(text, props.theme.fontSize) + 26);
    if (start > 0 && start + width > props.width) {
      start = 0;
      row += 1;
    }
    result.push({ entry, text, start, row, width });
    start += width + GAP;
  }
  return result;
}

export function legendHeight(props: LegendRoom, entries: readonly Pick<LegendEntry, 'label'>[]): number {
  const last = placed(props, entries).at(-1);
  return last === undefined ? 0 : (last.row + 1) * legendRowHeight(props.isTouch) + 4;
}

/** The colours' names, each of which filters like a mark. */
export function Legend({
  chart,
  entries,
  dimension,
}: {
  chart: ChartProps;
  entries: readonly LegendEntry[];
  dimension: string;
}) {
  const height = legendRowHeight(chart.isTouch);
  const anySelected = entries.some((entry) => entry.isSelected);
  return (
    <g>
      {placed(chart, entries).map(({ entry, text, start, row, width }, column) => {
        const mark = { dimension, key: entry.key };
        const x = mirrored(chart, start, width);
        const isRtl = chart.locale.direction === 'rtl';
        const isDimmed = anySelected && !entry.isSelected;
        const isTabStop = chart.focusId === markId(mark);
        return (
          <g key={entry.key}>
            <g
              {...markAttributes(
                { mark, label: text, isSelected: entry.isSelected, isDimmed, row: row - 100, column, isTabStop },
                chart.theme,
              )}
            >
              <rect class="hit" x={x} y={row * height} width={width} height={height - 2} rx={6} fill="transparent" />
              <rect
                x={isRtl ? x + width - 18 : x + 6}
                y={row * height + height / 2 - 7}
                width={12}
                height={12}
                rx={3}
                fill={inkOf(chart.theme, entry.color, entry.isGrey).fill}
              />
            </g>
            <g {...wordsAttributes(isDimmed, chart.theme)}>
              <text
                x={isRtl ? x + width - 23 : x + 23}
                y={row * height + height / 2 - 1}
                dominant-baseline="central"
                fill={chart.theme.text}
              >
                {text}
              </text>
            </g>
          </g>
        );
      })}
    </g>
  );
}
