import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stateBody, optionsBody } from '../src/state/body';
import { NO_CHOICES, withKeys, withOption, withoutFilters, type Choices } from '../src/state/choices';
import { brushedDate, periodDays } from '../src/state/periods';
import { toggle } from '../src/state/selection';
import { parseChoices, writeChoices } from '../src/state/url';

const isDimension = (id: string) => ['tier', 'store', 'category', 'date', 'customer'].includes(id);
const roundTrip = (text: string) => writeChoices(parseChoices(text, isDimension));

test('an address comes back as it was', () => {
  for (const text of [
    '',
    '?tier=Gold&tier=Silver&store=3&from=2025-01-01&to=2025-03-31',
    '?date=last_30_days',
    '?date=2025-01&date=2025-03',
    '?date=FY2025-Q1',
    '?category=Home+%26+Garden&compare=same_period_last_year&lang=ar',
    '?sales_by_date.grain=week&products_by_sales.top=20&customers_table.search=%D9%85%D9%86%D9%89&customers_table.sort=-sum&customers_table.page=2',
  ]) {
    assert.equal(roundTrip(text), text);
  }
});

test('what means nothing is left out, and defaults are never written', () => {
  assert.equal(roundTrip('?utm_source=x&compare=previous_period&lang=fr&from=yesterday&to=2025-01-01&date=soon'), '');
  assert.equal(roundTrip('?tier=Gold&tier=Gold'), '?tier=Gold');
  assert.equal(roundTrip('?from=2025-03-01&to=2025-01-01'), '?from=2025-01-01&to=2025-03-01');
});

test('the body of a query says the same as the address', () => {
  const choices = parseChoices(
    '?tier=Gold&date=last_30_days&products_by_sales.top=20&t.page=3&t.view=table',
    isDimension,
  );
  assert.deepEqual(stateBody(choices), {
    filters: { tier: ['Gold'] },
    date: { relative: 'last_30_days' },
    compare: 'previous_period',
  });
  assert.deepEqual(optionsBody(choices.options['products_by_sales'] ?? {}), { top: 20 });
  assert.deepEqual(optionsBody(choices.options['t'] ?? {}), { offset: 100, limit: 50 });
});

function clicks(choices: Choices, ...keys: string[]): Choices {
  return keys.reduce(
    (result, key) =>
      toggle(result, { dimension: 'tier', key: key.replace('+', '') }, key.startsWith('+') ? 'add' : 'replace'),
    choices,
  );
}

test('a click chooses, another moves the choice, the same again undoes', () => {
  assert.deepEqual(clicks(NO_CHOICES, 'Gold').filters, { tier: ['Gold'] });
  assert.deepEqual(clicks(NO_CHOICES, 'Gold', 'Silver').filters, { tier: ['Silver'] });
  assert.deepEqual(clicks(NO_CHOICES, 'Gold', 'Gold').filters, {});
  assert.deepEqual(clicks(NO_CHOICES, 'Gold', '+Silver').filters, { tier: ['Gold', 'Silver'] });
  assert.deepEqual(clicks(NO_CHOICES, 'Gold', '+Silver', '+Gold').filters, { tier: ['Silver'] });
  assert.deepEqual(clicks(NO_CHOICES, 'Gold', '+Silver', 'Gold').filters, { tier: ['Gold'] });
});

test('a crossing chooses both of its members', () => {
  const cell = { dimension: 'tier', key: 'Gold', within: { dimension: 'store', key: '3' } };
  const on = toggle(NO_CHOICES, cell, 'replace');
  assert.deepEqual(on.filters, { store: ['3'], tier: ['Gold'] });
  assert.deepEqual(toggle(on, cell, 'replace').filters, {});
});

test('periods are filters of the date', () => {
  const on = toggle(NO_CHOICES, { dimension: 'date', key: '2025-01' }, 'replace');
  assert.equal(writeChoices(on), '?date=2025-01');
  assert.equal(writeChoices(withoutFilters(withOption(on, 'a', 'grain', 'week'))), '?a.grain=week');
  assert.equal(writeChoices(withKeys(on, 'date', [])), '');
});

test('a brush becomes days, or the periods whose days only the server knows', () => {
  assert.deepEqual(periodDays('2024-02'), { from: '2024-02-01', to: '2024-02-29' });
  assert.deepEqual(periodDays('2025-Q2'), { from: '2025-04-01', to: '2025-06-30' });
  assert.deepEqual(brushedDate(['2025-01', '2025-02']), { kind: 'range', from: '2025-01-01', to: '2025-02-28' });
  assert.deepEqual(brushedDate(['2025-W01', '2025-W02']), { kind: 'keys', keys: ['2025-W01', '2025-W02'] });
  assert.deepEqual(brushedDate(['2025-01']), { kind: 'keys', keys: ['2025-01'] });
});
