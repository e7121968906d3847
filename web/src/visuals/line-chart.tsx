import { area, curveMonotoneX, line } from 'd3-shape';
import type { GroupedMember, Measure } from '../api/types';
import { isolate } from '../i18n/bidi';
import { chartAttributes, markAttributes, markId, type ChartProps } from './chart';
import { niceScale } from './linear-scale';
import { textWidth } from './text-width';
import { geometry, markLabel, valueOf } from './value';

export interface LineChartProps extends ChartProps {
  readonly members: readonly GroupedMember[];
  readonly measure: Measure;
  /** First and last period under the brush; null when nothing is being brushed. */
  readonly brush: readonly [string, string] | null;
}

const BOTTOM = 26;
const TOP = 10;
const LABEL_GAP = 18;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A measure over time. Time runs left to right in every language; a period cut by the data's end is drawn hollow. */
export function LineChart(props: LineChartProps) {
  const { members, measure, locale, theme, width, height, brush } = props;
  const values = members.map((member) => geometry(valueOf(member.values, measure)));
  const scaleY = niceScale([Math.min(0, ...values), Math.max(1e-9, ...values)], [height - BOTTOM, TOP], 4);
  const ticks = scaleY.ticks(4).map((tick) => ({ tick, text: locale.short(measure.format, String(tick)) }));
  const left = Math.max(...ticks.map(({ text }) => textWidth(text, 12))) + 10;
  const step = (width - left) / Math.max(1, members.length);
  const points: Point[] = values.map((value, i) => ({ x: left + step * (i + 0.5), y: scaleY(value) }));
  const lastWhole = members.at(-1)?.partial ? points.slice(0, -1) : points;
  const path = line<Point>(
    (p) => p.x,
    (p) => p.y,
  ).curve(curveMonotoneX);
  const below = area<Point>(
    (p) => p.x,
    scaleY(0),
    (p) => p.y,
  ).curve(curveMonotoneX);
  const labels = members.map((member) => isolate(locale.shortPeriod(member.key)));
  const labelWidth = Math.max(0, ...labels.map((label) => textWidth(label, 12)));
  const every = Math.max(1, Math.ceil((labelWidth + LABEL_GAP) / step));
  const atEnds = (x: number) => Math.min(width - labelWidth / 2, Math.max(labelWidth / 2, x));
  const isLabelled = (i: number) => i % every === 0 && (points[i]?.x ?? 0) + labelWidth / 2 <= width + LABEL_GAP / 2;
  const anySelected = members.some((member) => member.selected);
  const brushed =
    brush &&
    [members.findIndex(({ key }) => key === brush[0]), members.findIndex(({ key }) => key === brush[1])].sort(
      (a, b) => a - b,
    );

  return (
    <svg {...chartAttributes(props, height)} data-time="yes" direction="ltr">
      <g aria-hidden="true" font-size={12} fill={theme.muted}>
        {ticks.map(({ tick, text }) => (
          <>
            <line x1={left} x2={width} y1={scaleY(tick)} y2={scaleY(tick)} stroke={theme.line} />
            <text x={left - 8} y={scaleY(tick)} text-anchor="end" dominant-baseline="central">
              {text}
            </text>
          </>
        ))}
        {labels.map((label, i) =>
          isLabelled(i) ? (
            <text x={atEnds(points[i]?.x ?? 0)} y={height - 6} text-anchor="middle">
              {label}
            </text>
          ) : null,
        )}
        <path d={below(lastWhole) ?? ''} fill={theme.accent.fill} fill-opacity={anySelected ? 0.04 : 0.1} />
        <path
          d={path(lastWhole) ?? ''}
          fill="none"
          stroke={theme.accent.fill}
          stroke-width={2}
          stroke-opacity={anySelected ? 0.35 : 1}
          stroke-linejoin="round"
        />
        {lastWhole !== points && (
          <path
            d={path(points.slice(-2)) ?? ''}
            fill="none"
            stroke={theme.accent.fill}
            stroke-width={2}
            stroke-dasharray="3 4"
          />
        )}
        {brushed && brushed[0] !== undefined && brushed[1] !== undefined && (
          <rect
            x={left + step * brushed[0]}
            y={TOP}
            width={step * (brushed[1] - brushed[0] + 1)}
            height={height - BOTTOM - TOP}
            fill={theme.accent.fill}
            fill-opacity={0.16}
          />
        )}
      </g>
      {members.map((member, i) => {
        const mark = { dimension: 'date', key: member.key };
        const point = points[i] ?? { x: 0, y: 0 };
        const name = locale.period(member.key) + (member.partial ? ` (${locale.t('visual.period_partial')})` : '');
        const isSelected = member.selected ?? false;
        const isTabStop = props.focusId === null ? i === 0 : props.focusId === markId(mark);
        return (
          <g
            key={member.key}
            {...markAttributes(
              {
                mark,
                label: markLabel(member, name, measure, locale),
                isSelected,
                isDimmed: false,
                row: 0,
                column: i,
                isTabStop,
              },
              theme,
            )}
          >
            <rect
              class="hit"
              x={left + step * i}
              y={TOP}
              width={step}
              height={height - TOP - BOTTOM}
              fill={isSelected ? theme.accent.fill : 'transparent'}
              fill-opacity={isSelected ? 0.14 : 0}
            />
            <circle
              class={step > 14 || isSelected ? 'point' : 'point on-hover'}
              cx={point.x}
              cy={point.y}
              r={isSelected ? 5 : 3.5}
              fill={member.partial ? theme.surface : theme.accent.fill}
              stroke={theme.accent.fill}
              stroke-width={2}
            />
          </g>
        );
      })}
    </svg>
  );
}
