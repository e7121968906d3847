/** A small made-up shop, the same on every start: facts with customers, guests and unknown customers. */

function randomOf(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);
const LAST = Date.UTC(2025, 5, 30);
const random = randomOf(20250630);
const pick = (list) => list[Math.floor(random() * list.length)];
const isoDay = (time) => new Date(time).toISOString().slice(0, 10);

export const STORES = [
  { key: '1', label: 'City Centre Almaza', name_ar: 'سيتي سنتر ألماظة', location: 'Cairo' },
  { key: '2', label: 'Cairo Festival', name_ar: 'كايرو فستيفال', location: 'Cairo' },
  { key: '3', label: 'High Street', name_ar: 'هاي ستريت', location: 'Giza' },
  { key: '4', label: 'San Stefano', name_ar: 'سان ستيفانو', location: 'Alexandria' },
  { key: '5', label: 'Dubai Marina', name_ar: 'دبي مارينا', location: 'Dubai' },
  { key: '6', label: 'Online', location: 'Online' },
];

const GOODS = {
  Electronics: ['Laptop 14"', 'Smartphone X', 'Headphones', 'Tablet', 'Smart Watch'],
  Clothing: ['Winter Jacket', 'Cotton Shirt', 'Jeans', 'Running Shoes', 'Abaya'],
  Home: ['Coffee Maker', 'Desk Lamp', 'Carpet 2 × 3 m', 'Cookware Set', 'Air Fryer'],
  Beauty: ['Perfume Oud', 'Face Cream', 'Hair Dryer', 'Lipstick'],
  Toys: ['Building Blocks', 'Puzzle 1000', 'Remote Car', 'مكعبات خشبية'],
};
export const CATEGORIES = Object.keys(GOODS);
export const PRODUCTS = Object.entries(GOODS)
  .flatMap(([category, names]) => names.map((label) => ({ label, category })))
  .map((one, i) => ({
    ...one,
    key: String(i + 1),
    cents: Math.round(4000 + random() ** 3 * 900_000),
  }));

const FIRST_NAMES = [
  'Mona',
  'Omar',
  'Layla',
  'Karim',
  'Sara',
  'Youssef',
  'Nour',
  'Hassan',
  'Fatma',
  'Adam',
  'منى',
  'خالد',
];
const LAST_NAMES = ['Hassan', 'El-Sayed', 'Farouk', 'Mansour', 'Nabil', 'Ibrahim', 'Salem', 'عبد الرحمن', 'Smith'];
export const COUNTRIES = ['Egypt', 'UAE', 'Saudi Arabia', 'Kuwait', 'Bahrain', 'United Kingdom', 'Atlantis'];

function makeCustomer(i) {
  const country = i % 3 === 0 ? pick(COUNTRIES) : 'Egypt';
  const name =
    i === 7
      ? `${'Very long name '.repeat(10)}${'اسم طويل جدًا '.repeat(12)}`
      : `${pick(FIRST_NAMES)} ${pick(LAST_NAMES)}`;
  return {
    key: String(i + 1),
    id: `C-${1000 + i}`,
    name,
    country,
    weight: 0.15 + random() ** 2,
    home: pick(STORES).key,
    from: random() * 0.8,
  };
}
export const CUSTOMERS = Array.from({ length: 86 }, (_, i) => makeCustomer(i));

function makeLine(i) {
  const at = random();
  const time = FIRST + Math.floor(at * ((LAST - FIRST) / DAY_MS + 1)) * DAY_MS;
  const active = CUSTOMERS.filter((customer) => customer.from <= at);
  const drawn = random();
  let customer = '-2';
  if (drawn > 0.06) customer = drawn < 0.07 ? '-1' : pick(active.length > 3 ? active : CUSTOMERS).key;
  const known = CUSTOMERS[Number(customer) - 1];
  if (known && random() > known.weight) return makeLine(i);
  const product = pick(PRODUCTS);
  const quantity = random() < 0.02 ? -1 : 1 + Math.floor(random() * 3);
  const store = known && random() < 0.7 ? known.home : pick(STORES).key;
  return {
    line: i,
    order: `O-${50_000 + Math.floor(i / 2)}`,
    day: isoDay(time),
    customer,
    product: product.key,
    category: product.category,
    store,
    quantity,
    price: product.cents,
    amount: quantity * product.cents,
  };
}
const lines = Array.from({ length: 3600 }, (_, i) => makeLine(i)).sort((a, b) => (a.day < b.day ? -1 : 1));

export const TIERS = [
  {
    key: 'Gold',
    label: { en: 'Gold', ar: 'ذهبي' },
    color: 'tier-1',
    meaning: { en: 'The best 30 %', ar: 'أفضل 30 ٪' },
  },
  { key: 'Silver', label: { en: 'Silver', ar: 'فضي' }, color: 'tier-2' },
  { key: 'Bronze', label: { en: 'Bronze', ar: 'برونزي' }, color: 'tier-3' },
  { key: 'Not scored', label: { en: 'Not scored', ar: 'بلا درجة' }, color: 'grey', grey: true },
  { key: 'Guest', label: { en: 'Guest', ar: 'زائر' }, color: 'grey', grey: true },
  { key: 'Unknown', label: { en: 'Unknown', ar: 'مجهول' }, color: 'grey', grey: true },
];
export const SEGMENTS = [
  {
    key: 'champions',
    label: { en: 'Champions', ar: 'الأبطال' },
    meaning: { en: 'Bought recently, often and for the most.', ar: 'اشتروا حديثًا وكثيرًا وبأعلى المبالغ.' },
    next_step: { en: 'Invite them first; ask for reviews.', ar: 'ادعُهم أولًا، واطلب آراءهم.' },
  },
  {
    key: 'loyal',
    label: { en: 'Loyal', ar: 'الأوفياء' },
    meaning: { en: 'Come back regularly.', ar: 'يعودون بانتظام.' },
    next_step: { en: 'Offer the wider range.', ar: 'اعرض عليهم تشكيلة أوسع.' },
  },
  {
    key: 'cant_lose',
    label: { en: "Can't lose them", ar: 'لا تخسرهم' },
    meaning: { en: 'Were among the best, long silent.', ar: 'كانوا من الأفضل وصمتوا طويلًا.' },
    next_step: { en: 'Call them in person.', ar: 'اتصل بهم شخصيًا.' },
  },
  {
    key: 'hibernating',
    label: { en: 'Hibernating', ar: 'في سبات' },
    meaning: { en: 'Few purchases, long ago.', ar: 'مشتريات قليلة وقديمة.' },
    next_step: { en: 'One offer to return, then rest.', ar: 'عرض واحد للعودة ثم توقف.' },
  },
  { key: 'guest', label: { en: 'Guest', ar: 'زائر' }, grey: true },
  { key: 'unknown', label: { en: 'Unknown', ar: 'مجهول' }, grey: true },
];

const spent = new Map();
for (const line of lines) spent.set(line.customer, (spent.get(line.customer) ?? 0) + line.amount);
const ranked = CUSTOMERS.map(({ key }) => key)
  .filter((key) => (spent.get(key) ?? 0) > 0)
  .sort((a, b) => spent.get(b) - spent.get(a));

function tierOf(key) {
  if (key === '-2') return 'Guest';
  if (key === '-1') return 'Unknown';
  const at = ranked.indexOf(key);
  if (at < 0) return 'Not scored';
  return at < ranked.length * 0.3 ? 'Gold' : at < ranked.length * 0.5 ? 'Silver' : 'Bronze';
}
function segmentOf(key) {
  if (key === '-2') return 'guest';
  if (key === '-1') return 'unknown';
  const at = ranked.indexOf(key) / ranked.length;
  return at < 0.2 ? 'champions' : at < 0.5 ? 'loyal' : at < 0.65 ? 'cant_lose' : 'hibernating';
}

export const FACTS = lines.map((line) => {
  const customer = CUSTOMERS[Number(line.customer) - 1];
  return {
    ...line,
    tier: tierOf(line.customer),
    segment: segmentOf(line.customer),
    country: customer?.country ?? line.customer,
    location: STORES[Number(line.store) - 1].location,
  };
});
export const DAYS = {
  first_day: isoDay(FIRST),
  last_day: isoDay(LAST),
  as_of: isoDay(LAST),
  tier_since: isoDay(FIRST),
};
