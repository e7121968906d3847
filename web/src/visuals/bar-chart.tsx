import type { GroupedMember, Measure } from '../api/types';
import { inkOf } from '../style/theme';
import { chartAttributes, markAttributes, markId, mirrored, wordsAttributes, type ChartProps } from './chart';
import { Legend, legendHeight, type LegendEntry } from './legend';
import { linearScale } from './linear-scale';
import { RowMark } from './row-mark';
import { fitText, textWidth } from './text-width';
import { geometry, markLabel, valueOf } from './value';

/** Below this width names stand above their bars, where they have room. */
const NARROW = 400;
/** How far below the top of its row a bar starts then. */
const NAME_LINE = 22;
const MOST_ROW_HEIGHT = 52;
const MOST_BAR = 32;

export interface BarRest {
  readonly label: string;
  readonly member: Pick<GroupedMember, 'values' | 'share'>;
}

export interface BarChartProps extends ChartProps {
  readonly members: readonly GroupedMember[];
  readonly rest: BarRest | null;
  readonly dimension: string;
  readonly measure: Measure;
  /** The dimension that splits the bars, with its legend; null for plain bars. */
  readonly split: { readonly dimension: string; readonly legend: readonly LegendEntry[] } | null;
}

export function isStacked(width: number): boolean {
  return width < NARROW;
}

/** Rows share the room there is, within what is easy to read and to touch. */
export function rowHeight(room: number, rows: number, isTall: boolean): number {
  return Math.max(isTall ? 44 : 30, Math.min(MOST_ROW_HEIGHT, Math.floor(room / Math.max(1, rows))));
}

function layoutOf(props: BarChartProps) {
  const rows = props.members.length + (props.rest ? 1 : 0);
  const top = props.split ? legendHeight(props, props.split.legend) : 0;
  const row = rowHeight(props.height - top, rows, props.isTouch || isStacked(props.width));
  return { row, top, height: top + rows * row };
}

/** Horizontal bars in the order given, growing from the reading side. Unselected bars dim once any is selected. */
export function BarChart(props: BarChartProps) {
  const { members, rest, measure, locale, theme, width, dimension, split } = props;
  const { row: tall, top, height } = layoutOf(props);
  const stacked = isStacked(width);
  const inset = Math.max(5, (tall - MOST_BAR) / 2);
  const barTop = stacked ? NAME_LINE : inset;
  const barHeight = stacked ? tall - NAME_LINE - 8 : tall - 2 * inset;
  const names = members.map((member) => locale.text(member.label));
  const all = [...members, ...(rest ? [rest.member] : [])];
  const texts = all.map((member) => locale.short(measure.format, valueOf(member.values, measure)));
  const widest = Math.max(
    ...names.map((name) => textWidth(name, theme.fontSize)),
    rest ? textWidth(rest.label, theme.fontSize) : 0,
  );
  const labelWidth = stacked ? 0 : Math.min(widest + 12, width * 0.36);
  const valueWidth = Math.max(...texts.map((text) => textWidth(text, theme.fontSize)), 0) + 10;
  const values = all.map((member) => geometry(valueOf(member.values, measure)));
  const room = Math.max(10, width - labelWidth - valueWidth);
  const length = linearScale([Math.min(0, ...values), Math.max(1e-9, ...values)], [0, room]);
  const anySelected = members.some((member) => member.selected);
  const textX = mirrored(props, 0, 0);

  function drawnBar(row: number, from: number, to: number, fill: string) {
    const start = labelWidth + Math.min(length(from), length(to));
    const size = Math.max(1, Math.abs(length(to) - length(from)));
    return (
      <rect
        class="bar"
        x={mirrored(props, start, size)}
        y={top + row * tall + barTop}
        width={size}
        height={barHeight}
        rx={3}
        fill={fill}
      />
    );
  }

  function drawnTexts(row: number, name: string, value: number, text: string, color: string) {
    const y = top + row * tall + barTop + barHeight / 2;
    const nameY = stacked ? top + row * tall + NAME_LINE / 2 + 1 : y;
    return (
      <>
        <text x={textX} y={nameY} dominant-baseline="central" fill={color}>
          {fitText(name, theme.fontSize, stacked ? width : labelWidth - 8)}
        </text>
        <text
          x={mirrored(props, labelWidth + Math.max(length(0), length(value)) + 6, 0)}
          y={y}
          dominant-baseline="central"
          fill={theme.muted}
        >
          {text}
        </text>
      </>
    );
  }

  function drawnParts(member: GroupedMember, row: number, name: string) {
    let reached = 0;
    return (member.parts ?? []).map((part, index) => {
      const value = geometry(part.values[measure.id]);
      const from = reached;
      reached += value;
      if (value === 0) return null;
      const within = { dimension, key: member.key };
      const mark = { dimension: split?.dimension ?? '', key: part.key, within };
      const entry = split?.legend.find(({ key }) => key === part.key);
      const label = `${name}, ${markLabel(part, locale.text(part.label), measure, locale)}`;
      const isDimmed =
        (anySelected && !member.selected) ||
        ((split?.legend.some((one) => one.isSelected) ?? false) && !entry?.isSelected);
      return (
        <g
          key={part.key}
          {...markAttributes(
            {
              mark,
              label,
              isSelected: false,
              isDimmed,
              row,
              column: index + 1,
              isTabStop: props.focusId === markId(mark),
            },
            theme,
          )}
        >
          <g class="hit">{drawnBar(row, from, reached, inkOf(theme, part.color, entry?.isGrey).fill)}</g>
        </g>
      );
    });
  }

  return (
    <svg {...chartAttributes(props, height)}>
      {split && <Legend chart={props} entries={split.legend} dimension={split.dimension} />}
      {members.map((member, row) => {
        const name = names[row] ?? member.key;
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
            >
              {!split && drawnBar(row, 0, values[row] ?? 0, inkOf(theme, member.color, member.grey).fill)}
            </RowMark>
            {split && drawnParts(member, row, name)}
            <g {...wordsAttributes(isDimmed, theme)}>
              {drawnTexts(row, name, values[row] ?? 0, texts[row] ?? '', theme.text)}
            </g>
          </g>
        );
      })}
      {rest && (
        <g role="presentation" opacity={anySelected ? theme.dimmed : 1}>
          {drawnTexts(members.length, rest.label, values.at(-1) ?? 0, texts.at(-1) ?? '', theme.muted)}
          {drawnBar(members.length, 0, values.at(-1) ?? 0, theme.grey.fill)}
        </g>
      )}
    </svg>
  );
}
