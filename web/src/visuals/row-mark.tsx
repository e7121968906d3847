import type { ComponentChildren } from 'preact';
import type { GroupedMember, Measure } from '../api/types';
import { markAttributes, markId, type ChartProps } from './chart';
import { markLabel } from './value';

export interface RowMarkProps {
  readonly chart: ChartProps;
  readonly dimension: string;
  readonly member: GroupedMember;
  readonly measure: Measure;
  readonly name: string;
  readonly row: number;
  readonly isDimmed: boolean;
  /** Where a click or a touch reaches it: the whole row. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly children?: ComponentChildren;
}

/** The mark of a member that has a row of its own; what is drawn inside it stands over the row's reach. */
export function RowMark(props: RowMarkProps) {
  const { chart, member, name, row } = props;
  const mark = { dimension: props.dimension, key: member.key };
  const state = {
    mark,
    label: markLabel(member, name, props.measure, chart.locale),
    isSelected: member.selected ?? false,
    isDimmed: props.isDimmed,
    row,
    column: 0,
    isTabStop: chart.focusId === null ? row === 0 : chart.focusId === markId(mark),
  };
  return (
    <g {...markAttributes(state, chart.theme)}>
      <rect
        class="hit"
        x={props.x}
        y={props.y + 1}
        width={props.width}
        height={props.height - 2}
        rx={6}
        fill="transparent"
      />
      {props.children}
    </g>
  );
}
