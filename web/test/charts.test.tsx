import assert from 'node:assert/strict';
import { test } from 'node:test';
import { render } from 'preact-render-to-string';
import type { GroupedMember, Measure } from '../src/api/types';
import { makeLocale } from '../src/i18n/locale';
import { PRINT_THEME } from '../src/style/theme';
import { BarChart } from '../src/visuals/bar-chart';
import { LineChart } from '../src/visuals/line-chart';
import { MapChart } from '../src/visuals/map-chart';
import { ShareChart } from '../src/visuals/share-chart';
import { fitText, textWidth } from '../src/visuals/text-width';
import { TierChart } from '../src/visuals/tier-chart';
import { TreemapChart } from '../src/visuals/treemap-chart';
import { boxOf, countryIndex, normalName, type WorldMap } from '../src/visuals/world';
import { makeMap } from '../world/make-map.mjs';

const locales = {
  en: makeLocale('en', 'latn', { code: 'EGP', decimals: 2 }),
  ar: makeLocale('ar', 'latn', { code: 'EGP', decimals: 2 }),
};
const sales: Measure = {
  id: 'sales',
  label: { en: 'Sales', ar: 'المبيعات' },
  sentence: { en: '', ar: '' },
  format: 'money',
};

function member(key: string, value: string | null, more: Partial<GroupedMember> = {}): GroupedMember {
  return { key, label: key, share: '0.5', values: { sales: value }, rank: 1, ...more };
}

function chart(language: 'en' | 'ar', width = 600) {
  return {
    width,
    height: 300,
    theme: PRINT_THEME,
    locale: locales[language],
    title: 'Sales',
    focusId: null,
    isTouch: false,
  };
}

const hostile = 'A'.repeat(150) + 'م'.repeat(150);
const sets: readonly (readonly GroupedMember[])[] = [
  [],
  [member('one', '10.0000')],
  [
    member('a', '10.0000', { selected: true, color: 'tier-1' }),
    member('b', '-4.0000'),
    member('c', null, { grey: true }),
  ],
  [member(hostile, '99999999999999.0000'), member('<script>"&', '0.0000')],
];

function split(members: readonly GroupedMember[]): GroupedMember[] {
  const parts = ['Gold', 'Silver'].map((key) => ({
    key,
    label: key,
    color: 'tier-1',
    share: '0.5',
    values: { sales: '5.0000' },
  }));
  return members.map((one) => ({ ...one, parts }));
}

const legend = ['Gold', 'Silver'].map((key) => ({
  key,
  label: key,
  color: 'tier-1',
  isGrey: false,
  isSelected: false,
}));
const rest = { label: '3 more', member: { values: { sales: '1.0000' }, share: null } };

for (const language of ['en', 'ar'] as const) {
  sets.forEach((members, i) => {
    for (const width of [40, 320, 3000]) {
      test(`every chart draws set ${i} in ${language}, ${width} wide, without a DOM`, () => {
        assert.equal(typeof globalThis.document, 'undefined');
        const own = { ...chart(language, width), members, dimension: 'product', measure: sales };
        const drawings = [
          <BarChart {...own} rest={rest} split={null} />,
          <BarChart {...own} members={split(members)} rest={null} split={{ dimension: 'tier', legend }} />,
          <ShareChart {...own} members={split(members)} partDimension="tier" legend={legend} />,
          <TierChart {...own} total={{ sales: '10.0000' }} />,
          <TreemapChart {...own} />,
          <LineChart
            {...own}
            members={members.map((one, n) => ({ ...one, key: `2025-0${n + 1}`, partial: true }))}
            brush={null}
          />,
        ];
        for (const drawing of drawings) {
          const svg = render(drawing);
          assert.match(svg, /^<svg role="listbox"/);
          assert.doesNotMatch(svg, /NaN|Infinity|undefined|style=|<script/);
        }
      });
    }
  });
}

test('bars start at the reading side', () => {
  const own = { members: [member('a', '10.0000')], dimension: 'product', measure: sales, rest: null, split: null };
  const xOf = (svg: string) => Number(/class="bar" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/.exec(svg)?.[1]);
  const right = /class="bar" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/.exec(
    render(<BarChart {...chart('ar')} {...own} />),
  );
  assert.ok(xOf(render(<BarChart {...chart('en')} {...own} />)) < 100);
  assert.ok(Number(right?.[1]) + Number(right?.[2]) > 500);
});

test('marks carry what they filter by, and one of them is reached by Tab', () => {
  const svg = render(
    <BarChart
      {...chart('en')}
      members={[member('7', '1'), member('8', '2')]}
      dimension="product"
      measure={sales}
      rest={null}
      split={null}
    />,
  );
  assert.match(svg, /data-dimension="product" data-key="7"/);
  assert.equal(svg.match(/tabindex="0"/g)?.length, 1);
});

test('text is fitted with its direction marks paired', () => {
  assert.equal(fitText('\u2068abc\u2069', 13, 500), '\u2068abc\u2069');
  const short = fitText(`\u2068${hostile}\u2069`, 13, 80);
  assert.ok(short.endsWith('…\u2069') && textWidth(short, 13) <= 90);
});

test('the map knows countries by the names that shops use', async () => {
  const world = (await makeMap()) as unknown as WorldMap;
  const index = countryIndex(world);
  const nameOf = (name: string) => world.countries[index.get(normalName(name)) ?? -1]?.[0];
  for (const [name, country] of [
    ['EIRE', 'Ireland'],
    ['UK', 'United Kingdom'],
    ['usa', 'United States of America'],
    ['U.A.E.', 'United Arab Emirates'],
    ['EGYPT', 'Egypt'],
    ['مصر', 'Egypt'],
    ['Bahrain', 'Bahrain'],
    ['Singapore', 'Singapore'],
    ['Malta', 'Malta'],
    ['The Netherlands', 'Netherlands'],
  ]) {
    assert.equal(nameOf(name ?? ''), country);
  }
  assert.equal(nameOf('Atlantis'), undefined);
  const egypt = boxOf(world.countries[index.get('egypt') ?? -1]?.[1] ?? '');
  assert.ok(egypt.width > 20 && egypt.x > world.width / 2 && egypt.x < world.width * 0.7);
  const members = ['Egypt', 'UAE', 'Kuwait', 'Atlantis'].map((key) => member(key, '5.0000'));
  const svg = render(<MapChart {...chart('en')} members={members} dimension="country" measure={sales} world={world} />);
  assert.equal(svg.match(/data-key=/g)?.length, 3);
  assert.doesNotMatch(svg, /NaN/);
});
