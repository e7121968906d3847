import { copyText, downloadCsv, pick, setOption } from '../state/actions';
import { visualStates } from '../state/coordinator';
import { drilledDown, drilledUp, levelAbove, levelBelow, levelsOf } from '../state/levels';
import { openDialog, whereOf, type MenuTarget } from '../state/overlays';
import { isSelected, toggle } from '../state/selection';
import { choices, choose, goTo, locale } from '../state/store';
import { tabSeparated, textTable } from '../visuals/cells';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
}

function markItems({ visual, mark, label }: MenuTarget): MenuItem[] {
  const { t } = locale.value;
  if (mark === null) return [];
  const isOn = isSelected(choices.value, mark);
  const items: MenuItem[] = [
    { id: 'filter', label: isOn ? t('menu.unfilter') : t('menu.filter', { label }), run: () => pick(mark, isOn) },
  ];
  if (!isOn) items.push({ id: 'add', label: t('menu.add'), run: () => choose(toggle(choices.value, mark, 'add')) });
  if (mark.dimension === 'customer' && Number(mark.key) > 0) {
    const path = `/customers/${encodeURIComponent(mark.key)}`;
    items.push({ id: 'open', label: t('menu.open_customer'), run: () => goTo({ path, choices: choices.value }) });
  }
  const answer = visualStates.value[visual.id]?.answer ?? null;
  const levels = levelsOf(
    visual,
    choices.value,
    answer && 'members' in answer ? (answer.grain ?? answer.dimension ?? null) : null,
  );
  if (levels && levelBelow(levels) !== null) {
    items.push({
      id: 'down',
      label: t('menu.down', { label }),
      run: () => choose(drilledDown(choices.value, visual, levels, mark)),
    });
  }
  return items;
}

function copied({ visual, mark }: MenuTarget): string {
  const answer = visualStates.value[visual.id]?.answer;
  if (!answer) return '';
  const table = textTable(visual, answer, locale.value);
  if (mark === null) return tabSeparated(table);
  return tabSeparated({ head: table.head, rows: table.rows.filter((row) => row.key === (mark.within ?? mark).key) });
}

/** What can be done with a mark, or with the whole visual when there is none. */
export function menuItems(target: MenuTarget): MenuItem[] {
  const { t } = locale.value;
  const { visual, mark, label } = target;
  const where = whereOf(mark);
  const items = markItems(target);
  const answer = visualStates.value[visual.id]?.answer ?? null;
  const levels = levelsOf(
    visual,
    choices.value,
    answer && 'members' in answer ? (answer.grain ?? answer.dimension ?? null) : null,
  );
  if (levels && levelAbove(levels) !== null) {
    items.push({ id: 'up', label: t('menu.up'), run: () => choose(drilledUp(choices.value, visual, levels)) });
  }
  items.push(
    {
      id: 'explain',
      label: t('menu.explain'),
      run: () => {
        openDialog.value = { kind: 'explain', label, visual, where };
      },
    },
    {
      id: 'rows',
      label: t('menu.rows'),
      run: () => {
        openDialog.value = { kind: 'rows', label, where, special: null };
      },
    },
  );
  if (!['card', 'table', 'statements'].includes(visual.type)) {
    const isTable = choices.value.options[visual.id]?.['view'] === 'table';
    items.push({
      id: 'table',
      label: t(isTable ? 'menu.chart' : 'menu.table'),
      run: () => setOption(visual, 'view', isTable ? null : 'table'),
    });
  }
  items.push(
    { id: 'copy', label: t('menu.copy'), run: () => void copyText(copied(target)) },
    { id: 'csv', label: t('menu.csv'), run: () => downloadCsv(visual) },
    {
      id: 'csv-address',
      label: t('menu.csv_address'),
      run: () => {
        openDialog.value = { kind: 'csv', visual };
      },
    },
  );
  return items;
}
