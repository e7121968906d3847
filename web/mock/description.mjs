/** What GET /api/pages answers for the made-up shop. */
import { CATEGORIES, COUNTRIES, CUSTOMERS, DAYS, PRODUCTS, SEGMENTS, STORES, TIERS } from './shop.mjs';

const text = (en, ar) => ({ en, ar });
const measure = (id, format, en, ar, sentence) => ({ id, format, label: text(en, ar), sentence: text(sentence, sentence) });
const visual = (id, type, en, ar, measures, group_by, width, more = {}) => ({ id, type, title: text(en, ar), measures, group_by, width, ignores_own: true, ...more });
const dimension = (id, en, plural, ar, kind, members, more = {}) => ({ id, label: text(en, ar), plural: text(plural, ar), kind, parent: null, search: members.length > 10, size: members.length, members, ...more });
const GREY = [{ key: '-2', label: text('Guest', 'زائر'), grey: true }, { key: '-1', label: text('Unknown', 'مجهول'), grey: true }];

export const DESCRIPTION = {
  project: 'demo-shop', locales: ['en', 'ar'], digits: 'latn', currency: { code: 'EGP', decimals: 2 }, tax: 'included', week_starts: 1, fiscal_year_starts: 1,
  measures: [
    measure('total_sales', 'money', 'Total Sales', 'إجمالي المبيعات', 'All that was charged, returns taken off.'),
    measure('customers', 'count', 'Customers', 'العملاء', 'Different known customers with a purchase.'),
    measure('average_sale_per_customer', 'money', 'Average Sale per Customer', 'متوسط البيع لكل عميل', 'Sales to customers by their number.'),
    measure('units', 'quantity', 'Units', 'الوحدات', 'Pieces sold.'),
  ],
  dimensions: [
    { id: 'date', label: text('Date', 'التاريخ'), plural: text('Dates', 'التواريخ'), kind: 'date', parent: null, search: false, size: 0 },
    dimension('tier', 'Tier', 'Tiers', 'الفئة', 'customer', TIERS),
    dimension('segment', 'Segment', 'Segments', 'الشريحة', 'customer', SEGMENTS),
    dimension('category', 'Category', 'Categories', 'القسم', 'axis', CATEGORIES.map((key) => ({ key, label: key }))),
    dimension('product', 'Product', 'Products', 'المنتج', 'axis', PRODUCTS.map(({ key, label }) => ({ key, label })), { parent: 'category' }),
    dimension('country', 'Country', 'Countries', 'البلد', 'customer', [...COUNTRIES.map((key) => ({ key, label: key })), ...GREY]),
    dimension('store', 'Store', 'Stores', 'الفرع', 'axis', STORES.map(({ key, label, name_ar }) => ({ key, label: name_ar ? text(label, name_ar) : label }))),
    { id: 'customer', label: text('Customer', 'العميل'), plural: text('Customers', 'العملاء'), kind: 'customer', parent: null, search: true, size: CUSTOMERS.length },
  ],
  slicers: ['date', 'tier', 'segment', 'store', 'category'],
  pages: [
    { id: 'executive', path: '/', title: text('Executive Summary', 'الملخص التنفيذي'), visuals: [
      visual('total_sales', 'card', 'Total Sales', 'إجمالي المبيعات', ['total_sales'], [], 4, { compare: true }),
      visual('customers', 'card', 'Customers', 'العملاء', ['customers'], [], 4, { compare: true }),
      visual('average_sale_per_customer', 'card', 'Average Sale per Customer', 'متوسط البيع لكل عميل', ['average_sale_per_customer'], [], 4, { compare: true }),
      visual('sales_by_date', 'line', 'Sales by date', 'المبيعات حسب التاريخ', ['total_sales', 'customers'], ['date'], 8),
      visual('customers_by_tier', 'tiers', 'Customers by tier', 'العملاء حسب الفئة', ['customers', 'total_sales'], ['tier'], 4),
      visual('sales_by_country', 'map', 'Sales by country', 'المبيعات حسب البلد', ['total_sales', 'customers'], ['country'], 12),
    ] },
    { id: 'products', path: '/products', title: text('Products & Customers', 'المنتجات والعملاء'), visuals: [
      visual('products_by_sales', 'bars', 'Products by sales', 'المنتجات حسب المبيعات', ['total_sales', 'units', 'customers'], ['product'], 6, { top: 10, drill: ['category', 'product'] }),
      visual('sales_by_category', 'treemap', 'Sales by category', 'المبيعات حسب القسم', ['total_sales', 'customers'], ['category'], 6, { drill: ['category', 'product'] }),
      visual('tier_mix_by_category', 'shares', 'Tier mix by category', 'مزيج الفئات حسب القسم', ['total_sales'], ['category', 'tier'], 6),
      visual('segments', 'segments', 'Segments', 'الشرائح', ['customers', 'total_sales'], ['segment'], 6),
      visual('customers_table', 'table', 'Customers', 'العملاء', ['total_sales'], ['customer'], 12),
    ] },
    { id: 'stores', path: '/stores', title: text('Store Performance', 'أداء الفروع'), visuals: [
      visual('sales_by_store', 'bars', 'Sales by store', 'المبيعات حسب الفرع', ['total_sales', 'customers'], ['store', 'tier'], 6),
      visual('customers_by_store_tier', 'shares', 'Customers by store and tier', 'العملاء حسب الفرع والفئة', ['customers'], ['store', 'tier'], 6),
      visual('stores_table', 'table', 'Stores', 'الفروع', ['total_sales'], ['store'], 12),
      visual('store_statements', 'statements', 'What stands out', 'ما يلفت النظر', ['total_sales'], ['store'], 12),
    ] },
  ],
  data: DAYS, has: { stores: true, customers: true, products: true, orders: true },
};
export const VISUALS = new Map(DESCRIPTION.pages.flatMap((page) => page.visuals).map((one) => [one.id, one]));
