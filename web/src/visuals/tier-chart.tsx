import { arc, pie } from 'd3-shape';
import type { GroupedMember, Measure, Values } from '../api/types';
import { inkOf } from '../style/theme';
import { chartAttributes, mirrored, wordsAttributes, type ChartProps } from './chart';
import { RowMark } from './row-mark';
import { fitText, textWidth } from './text-width';
import { geometry, valueOf } from './value';

export interface TierChartProps extends ChartProps {
  readonly members: readonly GroupedMember[];
  readonly dimension: string;
  readonly measure: Measure;
  readonly total: Values | null;
}

function layoutOf(props: TierChartProps) {
  const rowHeight = props.isTouch ? 44 : 34;
  const isWide = props.width >= 460;
  const list = props.members.length * rowHeight;
  const ring = Math.min(
    isWide ? props.width * 0.42 : props.width,
    Math.max(130, isWide ? props.height : props.height - list - 12),
    240,
  );
  return { rowHeight, isWide, list, ring, height: isWide ? Math.max(ring, list) : ring + 12 + list };
}

/** A ring of shares with the total in its middle, and beside it each member with its count and share. */
export function TierChart(props: TierChartProps) {
  const { members, measure, locale, theme, width, dimension, total } = props;
  const { rowHeight, isWide, list, ring, height } = layoutOf(props);
  const slices = pie<GroupedMember>()
    .sort(null)
    .value((member) => Math.max(0, geometry(valueOf(member.values, measure))))([...members]);
  const slice = arc<{ startAngle: number; endAngle: number }>()
    .innerRadius(ring * 0.34)
    .outerRadius(ring * 0.49)
    .padAngle(0.012)
    .cornerRadius(2);
  const anySelected = members.some((member) => member.selected);
  const isRtl = locale.direction === 'rtl';
  const centreX = isWide ? mirrored(props, ring / 2, 0) : width / 2;
  const listStart = isWide ? ring + 24 : 0;
  const listTop = isWide ? Math.max(0, (height - list) / 2) : ring + 12;
  return (
    <svg {...chartAttributes(props, height)}>
      <g
        role="presentation"
        transform={`translate(${centreX} ${isWide ? height / 2 : ring / 2}) scale(${isRtl ? -1 : 1} 1)`}
      >
        {slices.map((one) => (
          <path
            key={one.data.key}
            class="bar pointable"
            d={slice(one) ?? ''}
            fill={inkOf(theme, one.data.color, one.data.grey).fill}
            data-dimension={dimension}
            data-key={one.data.key}
            opacity={anySelected && !one.data.selected ? theme.dimmed : 1}
          />
        ))}
      </g>
      {total && (
        <g aria-hidden="true" text-anchor="middle">
          <text
            x={centreX}
            y={(isWide ? height : ring) / 2 - 6}
            font-size={24}
            font-weight={650}
            dominant-baseline="central"
            fill={theme.text}
          >
            {locale.short(measure.format, valueOf(total, measure))}
          </text>
          <text
            x={centreX}
            y={(isWide ? height : ring) / 2 + 16}
            font-size={12}
            dominant-baseline="central"
            fill={theme.muted}
          >
            {locale.text(measure.label)}
          </text>
        </g>
      )}
      {members.map((member, row) => {
        const name = locale.text(member.label);
        const y = listTop + row * rowHeight;
        const share = locale.percent(member.share ?? null);
        const count = locale.measure(measure.format, valueOf(member.values, measure));
        const isDimmed = anySelected && !member.selected;
        const end = isRtl ? 0 : width;
        const shareRoom = Math.max(52, textWidth(share, theme.fontSize) + 12);
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
              x={mirrored(props, listStart, width - listStart)}
              y={y}
              width={width - listStart}
              height={rowHeight}
            >
              <rect
                x={mirrored(props, listStart + 6, 12)}
                y={y + rowHeight / 2 - 6}
                width={12}
                height={12}
                rx={3}
                fill={inkOf(theme, member.color, member.grey).fill}
              />
            </RowMark>
            <g {...wordsAttributes(isDimmed, theme)}>
              <text
                x={mirrored(props, listStart + 26, 0)}
                y={y + rowHeight / 2}
                dominant-baseline="central"
                fill={theme.text}
              >
                {fitText(
                  name,
                  theme.fontSize,
                  width - listStart - 26 - shareRoom - textWidth(count, theme.fontSize) - 16,
                )}
              </text>
              <text
                x={mirrored(props, width - shareRoom, 0)}
                y={y + rowHeight / 2}
                text-anchor="end"
                dominant-baseline="central"
                font-weight={650}
                fill={theme.text}
              >
                {count}
              </text>
              <text
                x={isRtl ? end + 6 : end - 6}
                y={y + rowHeight / 2}
                text-anchor="end"
                dominant-baseline="central"
                fill={theme.muted}
              >
                {share}
              </text>
            </g>
          </g>
        );
      })}
    </svg>
  );
}
