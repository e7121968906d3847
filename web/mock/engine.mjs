/** Answers queries over the made-up shop, simply. */
import { CUSTOMERS, DAYS, FACTS, PRODUCTS, SEGMENTS, STORES, TIERS, CATEGORIES } from './shop.mjs';
import { DESCRIPTION, VISUALS } from './description.mjs';
import { addDays, daysBetween, daysOf, hasDay, lastYear, periodOf } from './periods.mjs';

const decimal = (cents) => (cents / 100).toFixed(4);
const ratio = (a, b) => (b === 0 ? null : (a / b).toFixed(6));

/** The facts that a state lets through; dimensions in `without` do not filter. */
export function filtered(state, without = [], where = {}) {
  const filters = [
    ...Object.entries(state.filters ?? {}).filter(([id]) => !without.includes(id)),
    ...Object.entries(where).filter(([id]) => id !== 'date'),
  ];
  const days = without.includes('date') ? daysOf(null) : daysOf(state.date);
  const keys = without.includes('date') ? null : (state.date?.keys ?? null);
  return FACTS.filter(
    (fact) =>
      fact.day >= days.from &&
      fact.day <= days.to &&
      (keys === null || hasDay(keys, fact.day)) &&
      (!where.date || hasDay(where.date, fact.day)) &&
      filters.every(([id, allowed]) => allowed.includes(fact[id])),
  );
}

function measured(rows, id) {
  const known = rows.filter((row) => Number(row.customer) > 0);
  const customers = new Set(known.filter((row) => row.quantity > 0).map((row) => row.customer)).size;
  const sum = (list) => list.reduce((total, row) => total + row.amount, 0);
  switch (id) {
    case 'customers':
      return String(customers);
    case 'units':
      return String(rows.reduce((total, row) => total + row.quantity, 0));
    case 'average_sale_per_customer':
      return customers === 0 ? null : decimal(Math.round(sum(known) / customers));
    default:
      return decimal(sum(rows));
  }
}
const valuesOf = (rows, ids) => Object.fromEntries(ids.map((id) => [id, measured(rows, id)]));

function changeOf(visual, state) {
  if (state.compare === 'none') return null;
  const hasDate = Boolean(state.date);
  const period = hasDate ? daysOf(state.date) : daysOf({ relative: 'last_full_month' });
  const length = daysBetween(period.from, period.to);
  const against =
    state.compare === 'same_period_last_year'
      ? { from: lastYear(period.from), to: lastYear(period.to) }
      : hasDate
        ? { from: addDays(period.from, -length), to: addDays(period.from, -1) }
        : { from: `${addDays(period.from, -1).slice(0, 7)}-01`, to: addDays(period.from, -1) };
  if (against.from < DAYS.first_day) return null;
  const [id] = visual.measures;
  const now = valuesOf(filtered({ ...state, date: period }), [id]);
  const before = valuesOf(filtered({ ...state, date: against }), [id]);
  const difference = Number(now[id] ?? 0) - Number(before[id] ?? 0);
  return {
    against,
    kind: state.compare,
    values: before,
    ratio: ratio(difference, Number(before[id] ?? 0)),
    difference: difference.toFixed(4),
    partial: false,
    ...(hasDate ? {} : { period, period_values: now }),
  };
}

const LABELS = {
  tier: TIERS,
  segment: SEGMENTS,
  category: CATEGORIES.map((key) => ({ key, label: key })),
  product: PRODUCTS,
  store: DESCRIPTION.dimensions.find(({ id }) => id === 'store').members,
  country: DESCRIPTION.dimensions.find(({ id }) => id === 'country').members,
};
const memberOf = (dimension, key) => LABELS[dimension]?.find((one) => one.key === key) ?? { key, label: key };

function groupsOf(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(row);
  }
  return groups;
}

function partsOf(rows, dimension, measures, whole) {
  const groups = groupsOf(rows, (row) => row[dimension]);
  return LABELS[dimension]
    .filter(({ key }) => groups.has(key))
    .map(({ key, label, color }) => {
      const values = valuesOf(groups.get(key), measures);
      return { key, label, color, values, share: ratio(Number(values[measures[0]]), Number(whole)) };
    });
}

function lineAnswer(visual, state, options) {
  const rows = filtered(state, ['date']);
  const range = state.date && !state.date.keys ? daysOf(state.date) : { from: DAYS.first_day, to: DAYS.last_day };
  const asked = options.grain && options.grain !== 'auto' ? options.grain : null;
  const grain =
    asked ??
    (daysBetween(range.from, range.to) <= 45 ? 'day' : daysBetween(range.from, range.to) <= 120 ? 'week' : 'month');
  const groups = groupsOf(rows, (row) => periodOf(row.day, grain));
  const keys = new Set();
  for (let day = range.from; day <= range.to; day = addDays(day, 1)) keys.add(periodOf(day, grain));
  const total = valuesOf(rows, visual.measures);
  const members = [...keys].map((key) => {
    const values = valuesOf(groups.get(key) ?? [], visual.measures);
    return {
      key,
      label: key,
      grey: false,
      selected: state.date?.keys?.includes(key) ?? false,
      partial: false,
      rank: null,
      share: ratio(Number(values.total_sales), Number(total.total_sales)),
      values,
    };
  });
  return { grain, members, rest: null, total: { values: total } };
}

function groupedAnswer(visual, state, options) {
  const own = options.level ?? visual.group_by[0];
  const second = visual.group_by[1];
  const rows = filtered(state, [own, second].filter(Boolean));
  const [first] = visual.measures;
  const totals = valuesOf(rows, visual.measures);
  const whole = first === 'customers' ? totals.customers : totals.total_sales;
  let members = [...groupsOf(rows, (row) => row[own])].map(([key, list]) => {
    const { label, color, grey } = memberOf(own, key);
    const values = valuesOf(list, visual.measures);
    return {
      key,
      label,
      color,
      grey: grey ?? false,
      selected: (state.filters?.[own] ?? []).includes(key),
      values,
      share: ratio(Number(values[first]), Number(whole)),
      ...(second ? { parts: partsOf(list, second, visual.measures, values[first]) } : {}),
    };
  });
  const order = ['tier', 'segment'].includes(own) ? LABELS[own].map(({ key }) => key) : null;
  members.sort((a, b) =>
    order ? order.indexOf(a.key) - order.indexOf(b.key) : Number(b.values[first]) - Number(a.values[first]),
  );
  if (first === 'customers' && visual.type !== 'segments')
    members = members.filter((one) => one.values.customers !== '0');
  const byValue = [...members].sort((a, b) => Number(b.values[first]) - Number(a.values[first]));
  members = members.map((one) => ({ ...one, rank: byValue.indexOf(one) + 1 }));
  const top = options.top ?? (own === 'product' ? visual.top : undefined) ?? members.length;
  const left = members.slice(top);
  const rest =
    left.length === 0
      ? null
      : {
          members: left.length,
          values: valuesOf(
            rows.filter((row) => left.some((one) => one.key === row[own])),
            visual.measures,
          ),
          share: null,
        };
  const several = visual.id === 'customers_by_store_tier' ? { several: severalOf(rows) } : {};
  return { members: members.slice(0, top), rest, total: { values: totals }, ...several };
}

function severalOf(rows) {
  const stores = new Map();
  for (const row of rows)
    if (Number(row.customer) > 0) stores.set(row.customer, new Set([...(stores.get(row.customer) ?? []), row.store]));
  return { customers: String([...stores.values()].filter((set) => set.size > 1).length), of: String(stores.size) };
}

const column = (id, en, ar, format) => ({ id, label: { en, ar }, format });
function tableAnswer(visual, state, options) {
  const own = visual.group_by[0];
  const rows = filtered(state, [own]);
  const isCustomers = own === 'customer';
  const columns = isCustomers
    ? [
        column('name', 'Customer', 'العميل', 'text'),
        column('country', 'Country', 'البلد', 'text'),
        column('tier', 'Tier', 'الفئة', 'tier'),
        column('segment', 'Segment', 'الشريحة', 'segment'),
        column('last', 'Last purchase', 'آخر شراء', 'date'),
        column('total_sales', 'Total Sales', 'إجمالي المبيعات', 'money'),
      ]
    : [
        column('name', 'Store', 'الفرع', 'text'),
        column('location', 'Location', 'الموقع', 'text'),
        column('customers', 'Customers', 'العملاء', 'count'),
        column('share', 'Sales Share', 'حصة المبيعات', 'percent'),
        column('total_sales', 'Total Sales', 'إجمالي المبيعات', 'money'),
      ];
  const whole = Number(measured(rows, 'total_sales'));
  let list = [
    ...groupsOf(
      rows.filter((row) => !isCustomers || Number(row.customer) > 0),
      (row) => row[own],
    ),
  ].map(([key, own_rows]) => {
    const values = valuesOf(own_rows, ['total_sales', 'customers']);
    const one = own_rows.at(-1);
    const cells = isCustomers
      ? {
          name: CUSTOMERS[Number(key) - 1].name,
          country: one.country,
          tier: one.tier,
          segment: one.segment,
          last: one.day,
          ...values,
        }
      : {
          name: memberOf('store', key).label,
          location: STORES[Number(key) - 1].location,
          share: ratio(Number(values.total_sales), whole),
          ...values,
        };
    return { key, dimension: own, cells };
  });
  const words = String(options.search ?? '').toLowerCase();
  list = list.filter((row) => JSON.stringify(row.cells).toLowerCase().includes(words));
  const sort = options.sort ?? '-total_sales';
  const by = sort.replace('-', '');
  const plain = (row) => (typeof row.cells[by] === 'object' ? row.cells[by].en : row.cells[by]);
  list.sort(
    (a, b) =>
      (sort.startsWith('-') ? -1 : 1) *
      (isNaN(plain(a)) ? String(plain(a)).localeCompare(String(plain(b))) : Number(plain(a)) - Number(plain(b))),
  );
  const offset = options.offset ?? 0;
  const limit = options.limit ?? 50;
  return {
    columns,
    rows: list.slice(offset, offset + limit),
    total_rows: list.length,
    offset,
    limit,
    total: { cells: { total_sales: measured(rows, 'total_sales') } },
  };
}

function statementsAnswer(state) {
  const label = (key) => memberOf('store', key).label;
  const text = (key) => ({ en: label(key).en ?? label(key), ar: label(key).ar ?? label(key) });
  const shown = ['2', '3'].filter((key) => filtered(state, ['store']).some((row) => row.store === key));
  return {
    statements: shown.map((key) => ({
      store: key,
      store_label: label(key),
      tier: 'Gold',
      text: {
        en: `Gold customers carry 71.2 % of the sales of ${text(key).en}, against 58.0 % in all others together (n = 31 and 86).`,
        ar: `يحمل العملاء الذهبيون 71.2 ٪ من مبيعات ${text(key).ar} مقابل 58.0 ٪ في بقية الفروع معًا (ن = 31 و86).`,
      },
      action: { en: 'Give the premium range the better places.', ar: 'امنح التشكيلة الفاخرة الأماكن الأفضل.' },
      numbers: {},
    })),
    silent: STORES.filter(({ key }) => !shown.includes(key)).map(({ key }) => ({
      store: key,
      label: label(key),
      because: { en: 'The difference is not certain.', ar: 'الفرق غير مؤكد.' },
    })),
  };
}

export function answerVisual(id, state, options) {
  const visual = VISUALS.get(id);
  switch (visual.type) {
    case 'card':
      return { values: valuesOf(filtered(state), visual.measures), change: changeOf(visual, state) };
    case 'line':
      return lineAnswer(visual, state, options);
    case 'table':
      return tableAnswer(visual, state, options);
    case 'statements':
      return statementsAnswer(state);
    default:
      return groupedAnswer(visual, state, options);
  }
}

/** Values that were chosen and do not exist. */
export function missingOf(state) {
  return Object.entries(state.filters ?? {}).flatMap(([dimension, keys]) =>
    keys
      .filter((key) =>
        dimension === 'customer'
          ? !CUSTOMERS[Number(key) - 1]
          : LABELS[dimension] && !LABELS[dimension].some((one) => one.key === key),
      )
      .map((key) => ({ dimension, key })),
  );
}
export { memberOf };
