import { hierarchy, treemap } from 'd3-hierarchy';
import type { GroupedMember, Measure } from '../api/types';
import { chartAttributes, markAttributes, markId, mirrored, wordsAttributes, type ChartProps } from './chart';
import { fitText } from './text-width';
import { geometry, markLabel, valueOf } from './value';

export interface TreemapChartProps extends ChartProps {
  readonly members: readonly GroupedMember[];
  readonly dimension: string;
  readonly measure: Measure;
}

interface Node {
  readonly member: GroupedMember | null;
  readonly value: number;
  readonly children: readonly Node[];
}

/** Tiles by size. Members at or below zero have no area; the chart's table still lists them. */
export function TreemapChart(props: TreemapChartProps) {
  const { members, measure, locale, theme, width, height, dimension } = props;
  const children = members
    .map((member): Node => ({ member, value: geometry(valueOf(member.values, measure)), children: [] }))
    .filter((node) => node.value > 0);
  const root = hierarchy<Node>({ member: null, value: 0, children }, (node) => node.children).sum((node) => node.value);
  const tiles = treemap<Node>()
    .size([width, height])
    .paddingInner(4)
    .round(true)(root)
    .leaves()
    .filter((leaf) => leaf.data.member !== null);
  const anySelected = members.some((member) => member.selected);
  const largest = Math.max(0, ...children.map((node) => node.value));
  return (
    <svg {...chartAttributes(props, height)}>
      {tiles.map((tile, index) => {
        const member = tile.data.member as GroupedMember;
        const mark = { dimension, key: member.key };
        const name = locale.text(member.label);
        const size = tile.x1 - tile.x0;
        const x = mirrored(props, tile.x0, size);
        const tall = tile.y1 - tile.y0;
        const textX = locale.direction === 'rtl' ? x + size - 12 : x + 12;
        const ink = member.grey ? theme.grey : member.selected ? theme.accent : theme.tile;
        const isTabStop = props.focusId === null ? index === 0 : props.focusId === markId(mark);
        const isDimmed = anySelected && !member.selected;
        return (
          <g key={member.key}>
            <g
              {...markAttributes(
                {
                  mark,
                  label: markLabel(member, name, measure, locale),
                  isSelected: member.selected ?? false,
                  isDimmed,
                  row: 0,
                  column: index,
                  isTabStop,
                },
                theme,
              )}
            >
              <rect
                class="hit bar"
                x={x}
                y={tile.y0}
                width={size}
                height={tall}
                rx={8}
                fill={ink.fill}
                fill-opacity={member.grey || member.selected ? 1 : 0.55 + 0.45 * (tile.data.value / largest)}
              />
            </g>
            <g {...wordsAttributes(isDimmed, theme)}>
              {size > 64 && tall > 30 && (
                <text x={textX} y={tile.y0 + 20} font-weight={650} dominant-baseline="central" fill={ink.text}>
                  {fitText(name, theme.fontSize + 1, size - 24)}
                </text>
              )}
              {size > 84 && tall > 54 && (
                <text x={textX} y={tile.y0 + 40} dominant-baseline="central" fill={ink.text}>
                  {fitText(locale.short(measure.format, valueOf(member.values, measure)), theme.fontSize, size - 24)}
                </text>
              )}
              {size > 84 && tall > 76 && member.share && (
                <text x={textX} y={tile.y0 + 59} font-size={12} dominant-baseline="central" fill={ink.text}>
                  {locale.percent(member.share)}
                </text>
              )}
            </g>
          </g>
        );
      })}
    </svg>
  );
}
