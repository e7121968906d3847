import type { Answer, GroupedAnswer, GroupedMember, Visual } from '../api/types';
import type { Locale } from '../i18n/locale';
import { measureOf } from '../state/announce';
import type { Spot, Tip, TipLine } from '../state/overlays';
import type { Mark } from '../state/selection';

function grouped(answer: Answer | null): GroupedAnswer | null {
  return answer !== null && 'members' in answer ? answer : null;
}

/** The name of a grouped member; periods are named by the locale. */
export function memberName(member: Pick<GroupedMember, 'key' | 'label'>, dimension: string, locale: Locale): string {
  return dimension === 'date' ? locale.period(member.key) : locale.text(member.label);
}

/** What a mark says when it is pointed at: every measure, its share and its rank. */
export function tipOf(visual: Visual, answer: Answer | null, mark: Mark, spot: Spot, locale: Locale): Tip | null {
  const members = grouped(answer)?.members ?? [];
  const member = members.find(({ key }) => key === (mark.within ?? mark).key);
  if (!member) return null;
  const part = mark.within ? member.parts?.find(({ key }) => key === mark.key) : undefined;
  if (mark.within && !part) return null;
  const shown = part ?? member;
  const dimension = (mark.within ?? mark).dimension;
  const lines: TipLine[] = visual.measures.map((id) => {
    const measure = measureOf(id);
    return { name: locale.text(measure.label), value: locale.measure(measure.format, shown.values[id] ?? null) };
  });
  const tellsShare = visual.measures.some((id) => id.endsWith('_share'));
  if (shown.share && !tellsShare) lines.push({ name: locale.t('visual.share'), value: locale.percent(shown.share) });
  if (!part && member.rank) {
    const words = { rank: member.rank, n: members.length + (grouped(answer)?.rest?.members ?? 0) };
    lines.push({ name: locale.t('visual.rank'), value: locale.t('visual.rank_of', words) });
  }
  const name = memberName(member, dimension, locale);
  return { title: part ? `${name} · ${locale.text(part.label)}` : name, lines, spot };
}
