import type {
  Answer,
  CardAnswer,
  GroupedAnswer,
  GroupedMember,
  StatementsAnswer,
  TableAnswer,
  Visual,
} from '../api/types';
import { measureOf } from '../state/announce';
import { textScale } from '../state/appearance';
import { keysOf } from '../state/choices';
import { choices, description, dimension, locale } from '../state/store';
import { PAGE_THEME } from '../style/theme';
import { BarChart } from './bar-chart';
import { CardFigure } from './card-figure';
import { textTable } from './cells';
import type { ChartProps } from './chart';
import { DataTable } from './data-table';
import type { LegendEntry } from './legend';
import { LineChart } from './line-chart';
import { MapWithList } from './map-with-list';
import { memberOf } from '../state/labels';
import { HEIGHTS, NOTE_HEIGHT } from './reserved-height';
import { SegmentList } from './segment-list';
import { ShareChart } from './share-chart';
import { StatementList } from './statement-list';
import { tabStop } from './tab-stop';
import { TableFigure } from './table-figure';
import { TierChart } from './tier-chart';
import { TreemapChart } from './treemap-chart';

export interface VisualBodyProps {
  readonly visual: Visual;
  readonly answer: Answer;
  readonly width: number;
  readonly focusId: string | null;
  readonly brush: readonly [string, string] | null;
  readonly isTouch: boolean;
  readonly isTable: boolean;
}

/** The parts that any member has, each once, in the order of their dimension. */
function legendOf(members: readonly GroupedMember[], dimensionId: string): LegendEntry[] {
  const chosen = keysOf(choices.value, dimensionId);
  const entries = new Map<string, LegendEntry>();
  for (const part of members.flatMap((member) => member.parts ?? [])) {
    if (entries.has(part.key) || Number(part.share ?? 0) === 0) continue;
    const isGrey = part.grey ?? memberOf(dimensionId, part.key)?.grey ?? false;
    const isSelected = chosen.includes(part.key);
    entries.set(part.key, { key: part.key, label: part.label, color: part.color, isGrey, isSelected });
  }
  const order = dimension(dimensionId)?.members?.map(({ key }) => key) ?? [];
  return [...entries.values()].sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
}

function Chart({
  visual,
  answer,
  chart,
}: {
  visual: Visual;
  answer: GroupedAnswer;
  chart: ChartProps & { brush: VisualBodyProps['brush'] };
}) {
  const measure = measureOf(visual.measures[0] ?? '');
  const own = { members: answer.members, dimension: answer.dimension ?? visual.group_by[0] ?? 'date', measure };
  const second = visual.group_by[1] ?? null;
  const rest = answer.rest
    ? { label: locale.value.t('visual.rest', { n: answer.rest.members }), member: answer.rest }
    : null;
  switch (visual.type) {
    case 'line':
      return <LineChart {...chart} members={answer.members} measure={measure} />;
    case 'tiers':
      return <TierChart {...chart} {...own} total={answer.total?.values ?? null} />;
    case 'treemap':
      return <TreemapChart {...chart} {...own} />;
    case 'shares':
      return (
        <ShareChart {...chart} {...own} partDimension={second ?? ''} legend={legendOf(answer.members, second ?? '')} />
      );
    case 'map':
      return <MapWithList chart={chart} {...own} rest={rest} />;
    default:
      return (
        <BarChart
          {...chart}
          {...own}
          rest={rest}
          split={second ? { dimension: second, legend: legendOf(answer.members, second) } : null}
        />
      );
  }
}

/** Whole sentences below a chart. */
function notesOf(visual: Visual, answer: GroupedAnswer): string[] {
  const { t, count, day, measure } = locale.value;
  const notes: string[] = [];
  const data = description.value?.data;
  if (visual.group_by.includes('tier') && data) {
    const words = { day: day(data.as_of), since: day(data.tier_since ?? data.as_of) };
    notes.push(t(data.tier_since ? 'visual.tier_since' : 'visual.tier_as_of', words));
  }
  if (answer.several)
    notes.push(t('visual.several', { n: Number(answer.several.customers), of: count(answer.several.of) }));
  const first = measureOf(visual.measures[0] ?? '');
  const beside = answer.non_goods?.values[first.id] ?? null;
  if (Number(beside ?? 0) !== 0) notes.push(t('visual.non_goods', { value: measure(first.format, beside) }));
  return notes;
}

export function VisualBody({ visual, answer, width, focusId, brush, isTouch, isTable }: VisualBodyProps) {
  const title = locale.value.text(visual.title);
  if (visual.type === 'card') return <CardFigure visual={visual} answer={answer as CardAnswer} />;
  if (visual.type === 'table') return <TableFigure visual={visual} answer={answer as TableAnswer} />;
  if (visual.type === 'statements')
    return <StatementList answer={answer as StatementsAnswer} dimension={visual.group_by[0] ?? 'store'} />;
  const grouped = answer as GroupedAnswer;
  if (visual.type === 'segments' && !isTable) return <SegmentList visual={visual} answer={grouped} />;
  const level = grouped.dimension ?? visual.group_by[0] ?? 'date';
  const caption = locale.value.t('visual.table_of', { title });
  const notes = notesOf(visual, grouped);
  const height = (HEIGHTS[visual.type] ?? 300) - notes.length * NOTE_HEIGHT;
  const chart = {
    width: Math.round(width / textScale.value),
    height,
    theme: PAGE_THEME,
    locale: locale.value,
    title,
    focusId: tabStop(focusId, grouped, level, visual.group_by[1] ?? null),
    isTouch,
    brush,
  };
  return (
    <>
      {!isTable && <Chart visual={visual} answer={grouped} chart={chart} />}
      <DataTable
        table={textTable(visual, answer, locale.value)}
        caption={caption}
        isHidden={!isTable}
        dimension={level}
        isSelected={(key) => keysOf(choices.value, level).includes(key)}
      />
      {notes.map((note) => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
    </>
  );
}
