import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get } from '../api/http';
import type { GroupedMember, Measure } from '../api/types';
import { BarChart, type BarRest } from './bar-chart';
import type { ChartProps } from './chart';
import { MapChart, placedOnMap } from './map-chart';
import type { WorldMap } from './world';

const world = signal<WorldMap | null>(null);
/** From how many places a map says more than a list. */
const PLACES_FOR_A_MAP = 3;
const SIDE_BY_SIDE = 560;
const NOTE_HEIGHT = 28;
const MAP_SHAPE = 0.62;
const MAP_GAP = 16;
const hasFailed = signal(false);
let isAsked = false;

async function loadWorld(): Promise<void> {
  if (isAsked) return;
  isAsked = true;
  try {
    world.value = await get<WorldMap>('/assets/world.json');
  } catch {
    isAsked = false;
    hasFailed.value = true;
  }
}

/** Whether a map will be shown, as far as can be told before it is there. */
export function isMapLikely(dimension: string, places: number): boolean {
  return dimension === 'country' && places >= PLACES_FOR_A_MAP && !hasFailed.value;
}

/** Room for the map and its list of bars, `list` high. */
export function mapHeight(width: number, list: number): number {
  return width >= SIDE_BY_SIDE ? list : Math.round(width * MAP_SHAPE) + MAP_GAP + list;
}

interface MapWithListProps {
  readonly chart: ChartProps;
  readonly members: readonly GroupedMember[];
  readonly dimension: string;
  readonly measure: Measure;
  readonly rest: BarRest | null;
}

function englishName(member: GroupedMember): string {
  return typeof member.label === 'string' ? member.label : member.label.en;
}

/** Places as a map and as bars beside it; what the map does not know stands among the bars. */
export function MapWithList({ chart, members, dimension, measure, rest }: MapWithListProps) {
  useEffect(() => void loadWorld(), []);
  const map = world.value;
  const known = map === null ? 0 : placedOnMap(members, map, englishName).size;
  const places = members.filter((member) => !member.grey).length;
  const hasMap = isMapLikely(dimension, map === null ? places : known);
  const isBeside = chart.width >= SIDE_BY_SIDE;
  const listWidth = hasMap && isBeside ? Math.round(chart.width * 0.4) : chart.width;
  const missing = map === null ? 0 : places - known;
  const bars = (
    <BarChart
      {...chart}
      width={listWidth}
      members={members}
      dimension={dimension}
      measure={measure}
      rest={rest}
      split={null}
    />
  );
  if (!hasMap) return bars;
  const mapWidth = isBeside ? chart.width - listWidth - 24 : chart.width;
  const mapTall = isBeside ? chart.height - (missing > 0 ? NOTE_HEIGHT : 0) : Math.round(mapWidth * MAP_SHAPE);
  return (
    <div class={isBeside ? 'map-beside' : 'map-above'}>
      <div>
        {map === null ? (
          <div class="skeleton" style={{ height: `${mapTall}px` }} />
        ) : (
          <MapChart
            {...chart}
            width={mapWidth}
            height={mapTall}
            members={members}
            dimension={dimension}
            measure={measure}
            world={map}
          />
        )}
        {missing > 0 && <p class="note">{chart.locale.t('visual.not_on_map', { n: missing })}</p>}
      </div>
      <div>{bars}</div>
    </div>
  );
}
