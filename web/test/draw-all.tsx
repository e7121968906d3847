/** Draws every kind of chart in both languages: bundled alone, so that it can run where there is neither DOM nor Node. */
import { render } from 'preact-render-to-string';
import type { GroupedMember, Language, Measure } from '../src/api/types';
import { makeLocale } from '../src/i18n/locale';
import { PRINT_THEME } from '../src/style/theme';
import { BarChart } from '../src/visuals/bar-chart';
import { LineChart } from '../src/visuals/line-chart';
import { MapChart } from '../src/visuals/map-chart';
import { ShareChart } from '../src/visuals/share-chart';
import { TierChart } from '../src/visuals/tier-chart';
import { TreemapChart } from '../src/visuals/treemap-chart';

const MEASURE: Measure = {
  id: 'sales',
  label: { en: 'Sales', ar: 'المبيعات' },
  sentence: { en: '', ar: '' },
  format: 'money',
};
const TIERS = [
  { key: 'Gold', label: { en: 'Gold', ar: 'ذهبي' }, color: 'tier-1' },
  { key: 'Silver', label: { en: 'Silver', ar: 'فضي' }, color: 'tier-2' },
];
const LEGEND = TIERS.map((tier) => ({ ...tier, isGrey: false, isSelected: false }));
const REST = { label: '3 more', member: { values: { sales: '1.0000' }, share: null } };
const WORLD = {
  width: 100,
  height: 50,
  aliases: {},
  countries: [
    ['Egypt', 'M10 10h10v10z'],
    ['Jordan', 'M30 10h5v5z'],
    ['Oman', 'M40 20h5v5z'],
  ] as const,
};

function members(keys: readonly string[]): GroupedMember[] {
  return keys.map((key, i) => ({
    key,
    label: { en: key, ar: `عضو ${i + 1}` },
    share: '0.5',
    rank: i + 1,
    values: { sales: `${120 * (i + 1)}.5000` },
    parts: TIERS.map((tier) => ({ ...tier, share: '0.5', values: { sales: '60.0000' } })),
  }));
}

/** "bars en" and so on, each with its SVG. */
export function drawAll(): Record<string, string> {
  const drawings: Record<string, string> = {};
  for (const language of ['en', 'ar'] as readonly Language[]) {
    const chart = {
      width: 600,
      height: 300,
      theme: PRINT_THEME,
      locale: makeLocale(language, language === 'ar' ? 'arab' : 'latn', { code: 'EGP', decimals: 2 }),
      title: 'Sales',
      focusId: null,
      isTouch: false,
      dimension: 'product',
      measure: MEASURE,
      members: members(['Egypt', 'Jordan', 'Oman']),
    };
    const months = members(['2025-01', '2025-02', '2025-03']);
    const kinds = {
      bars: <BarChart {...chart} rest={REST} split={null} />,
      split: <BarChart {...chart} rest={null} split={{ dimension: 'tier', legend: LEGEND }} />,
      shares: <ShareChart {...chart} partDimension="tier" legend={LEGEND} />,
      tiers: <TierChart {...chart} total={{ sales: '10.0000' }} />,
      treemap: <TreemapChart {...chart} />,
      map: <MapChart {...chart} dimension="country" world={WORLD} />,
      line: <LineChart {...chart} members={months} brush={['2025-01', '2025-02']} />,
    };
    for (const [kind, drawing] of Object.entries(kinds)) drawings[`${kind} ${language}`] = render(drawing);
  }
  return drawings;
}
