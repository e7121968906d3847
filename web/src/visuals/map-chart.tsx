import type { GroupedMember, Measure } from '../api/types';
import { chartAttributes, markAttributes, markId, type ChartProps } from './chart';
import { geometry, markLabel, valueOf } from './value';
import { boxOf, countryIndex, normalName, viewAround, type WorldMap } from './world';

export interface MapChartProps extends ChartProps {
  readonly members: readonly GroupedMember[];
  readonly dimension: string;
  readonly measure: Measure;
  readonly world: WorldMap;
}

/** The members that the map can show, each with the index of its country. */
export function placedOnMap(
  members: readonly GroupedMember[],
  world: WorldMap,
  names: (member: GroupedMember) => string,
): Map<number, GroupedMember> {
  const index = countryIndex(world);
  const placed = new Map<number, GroupedMember>();
  for (const member of members) {
    const found = index.get(normalName(member.key)) ?? index.get(normalName(names(member)));
    if (found !== undefined && !placed.has(found)) placed.set(found, member);
  }
  return placed;
}

/** Countries coloured by a measure, zoomed to those that have one. East is right in every language. */
export function MapChart(props: MapChartProps) {
  const { members, measure, locale, theme, width, height, dimension, world } = props;
  const placed = placedOnMap(members, world, (member) =>
    typeof member.label === 'string' ? member.label : member.label.en,
  );
  const boxes = [...placed.keys()].map((i) => boxOf(world.countries[i]?.[1] ?? ''));
  const view = viewAround(
    boxes.length > 0 ? boxes : [{ x: 0, y: 0, width: world.width, height: world.height }],
    world,
    width / height,
  );
  const largest = Math.max(1e-9, ...[...placed.values()].map((member) => geometry(valueOf(member.values, measure))));
  const anySelected = members.some((member) => member.selected);
  const order = [...placed].sort(([, a], [, b]) => (a.rank ?? 0) - (b.rank ?? 0));
  return (
    <svg
      {...chartAttributes(props, height)}
      viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
      direction="ltr"
    >
      <g aria-hidden="true" fill={theme.land} stroke={theme.surface} stroke-width={0.8}>
        {world.countries.map(([name, path], i) =>
          placed.has(i) ? null : <path key={name} d={path} vector-effect="non-scaling-stroke" />,
        )}
      </g>
      {order.map(([i, member], column) => {
        const mark = { dimension, key: member.key };
        const strength = 0.3 + 0.7 * Math.sqrt(Math.max(0, geometry(valueOf(member.values, measure))) / largest);
        const isTabStop = props.focusId === null ? column === 0 : props.focusId === markId(mark);
        return (
          <g
            key={member.key}
            {...markAttributes(
              {
                mark,
                label: markLabel(member, locale.text(member.label), measure, locale),
                isSelected: member.selected ?? false,
                isDimmed: anySelected && !member.selected,
                row: 0,
                column,
                isTabStop,
              },
              theme,
            )}
          >
            <path
              class="hit bar"
              d={world.countries[i]?.[1] ?? ''}
              fill={theme.accent.fill}
              fill-opacity={strength}
              stroke={theme.surface}
              stroke-width={1}
              vector-effect="non-scaling-stroke"
            />
          </g>
        );
      })}
    </svg>
  );
}
