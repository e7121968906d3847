import type { GroupedMember, Measure, Part } from '../api/types';
import { inkOf } from '../style/theme';
import { isStacked } from './bar-chart';
import { chartAttributes, markAttributes, markId, mirrored, wordsAttributes, type ChartProps } from './chart';
import { Legend, legendHeight, type LegendEntry } from './legend';
import { RowMark } from './row-mark';
import { fitText, textWidth } from './text-width';
import { geometry, markLabel, valueOf } from './value';

export interface ShareChartProps extends ChartProps {
  readonly members: readonly GroupedMember[];
  readonly dimension: string;
  readonly partDimension: string;
  readonly legend: readonly LegendEntry[];
  readonly measure: Measure;
}

const MOST_ROW_HEIGHT = 52;
const MOST_BAR = 36;

const NAME_LINE = 22;

/** Rows share the room there is, within what is easy to read and to touch. */
export function rowHeight(room: number, rows: number, isTall: boolean): number {
  return Math.max(isTall ? 48 : 32, Math.min(MOST_ROW_HEIGHT, Math.floor(room / Math.max(1, rows))));
}

/** The part's share, with the count beside it where there is room for both. */
function partText({ locale, measure }: ShareChartProps, part: Part, room: number): string {
  const share = locale.percent(part.share ?? null);
  if (measure.format !== 'count') return share;
  const both = locale.t('visual.count_and_share', { share, count: locale.count(valueOf(part.values, measure)) });
  return room > textWidth(both, 12) + 8 ? both : share;
}

/** Bars of 100 %: how each member divides into parts, with the member's own figure at its end. */
export function ShareChart(props: ShareChartProps) {
  const { members, measure, locale, theme, width, dimension, partDimension, legend } = props;
  const stacked = isStacked(width);
  const top = legendHeight(props, legend);
  const tall = rowHeight(props.height - top, members.length, props.isTouch || stacked);
  const inset = Math.max(4, (tall - MOST_BAR) / 2);
  const barTop = stacked ? NAME_LINE : inset;
  const barHeight = stacked ? tall - NAME_LINE - 5 : tall - 2 * inset;
  const names = members.map((member) => locale.text(member.label));
  const texts = members.map((member) => locale.short(measure.format, valueOf(member.values, measure)));
  const widest = Math.max(0, ...names.map((name) => textWidth(name, theme.fontSize)));
  const labelWidth = stacked ? 0 : Math.min(widest + 12, width * 0.34);
  const valueWidth = Math.max(0, ...texts.map((text) => textWidth(text, theme.fontSize))) + 10;
  const room = stacked ? width : Math.max(10, width - labelWidth - valueWidth);
  const anySelected = members.some((member) => member.selected);
  const anyPart = legend.some((entry) => entry.isSelected);

  function drawnParts(member: GroupedMember, row: number, name: string) {
    const parts = (member.parts ?? []).filter((part) => geometry(part.share) > 0);
    let reached = 0;
    return parts.map((part, index) => {
      const size = geometry(part.share) * room;
      const start = labelWidth + reached;
      reached += size;
      const entry = legend.find(({ key }) => key === part.key);
      const ink = inkOf(theme, part.color, entry?.isGrey);
      const mark = { dimension: partDimension, key: part.key, within: { dimension, key: member.key } };
      const text = partText(props, part, size);
      const isSelected = (member.selected ?? false) && (entry?.isSelected ?? false);
      const isDimmed = (anySelected && !member.selected) || (anyPart && !entry?.isSelected);
      const x = mirrored(props, start, size);
      const y = top + row * tall;
      return (
        <g key={part.key}>
          <g
            {...markAttributes(
              {
                mark,
                label: `${name}, ${markLabel(part, locale.text(part.label), measure, locale)}`,
                isSelected,
                isDimmed,
                row,
                column: index + 1,
                isTabStop: props.focusId === markId(mark),
              },
              theme,
            )}
          >
            <rect
              class="hit bar"
              x={x}
              y={y + barTop}
              width={Math.max(0.5, size - 1)}
              height={barHeight}
              fill={ink.fill}
              rx={2}
            />
          </g>
          {size > textWidth(text, 12) + 8 && (
            <g {...wordsAttributes(isDimmed, theme)}>
              <text
                x={x + size / 2}
                y={y + barTop + barHeight / 2}
                dominant-baseline="central"
                text-anchor="middle"
                font-size={12}
                fill={ink.text}
              >
                {text}
              </text>
            </g>
          )}
        </g>
      );
    });
  }

  return (
    <svg {...chartAttributes(props, top + members.length * tall)}>
      <Legend chart={props} entries={legend} dimension={partDimension} />
      {members.map((member, row) => {
        const name = names[row] ?? member.key;
        const y = top + row * tall + (stacked ? NAME_LINE / 2 + 1 : tall / 2);
        const isDimmed = anySelected && !member.selected;
        return (
          <g key={member.key}>
            <RowMark
              chart={props}
              dimension={dimension}
              member={member}
              measure={measure}
              name={name}
              row={row}
              isDimmed={isDimmed}
              x={0}
              y={top + row * tall}
              width={width}
              height={tall}
            />
            <g {...wordsAttributes(isDimmed, theme)}>
              <text x={mirrored(props, 0, 0)} y={y} dominant-baseline="central" fill={theme.text}>
                {fitText(name, theme.fontSize, stacked ? width - valueWidth : labelWidth - 8)}
              </text>
              <text
                x={mirrored(props, stacked ? width : labelWidth + room + 8, 0)}
                y={y}
                text-anchor={stacked ? 'end' : 'start'}
                dominant-baseline="central"
                fill={theme.muted}
              >
                {texts[row]}
              </text>
            </g>
            {drawnParts(member, row, name)}
          </g>
        );
      })}
    </svg>
  );
}
