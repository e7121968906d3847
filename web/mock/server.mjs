/**
 * A server for developing and testing the pages without the real one: serves dist/ under the real one's content security
 * policy and answers its contract from a made-up shop. Paths under /mock/ change what it plays: a new release, a failed
 * run, a slow or failing query, a login.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DESCRIPTION } from './description.mjs';
import { answerVisual, filtered, memberOf, missingOf } from './engine.mjs';
import { daysOf } from './periods.mjs';
import { CUSTOMERS, DAYS } from './shop.mjs';

const DIST = path.join(path.dirname(fileURLToPath(import.meta.url)), '../dist');
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const column = (id, en, ar, format) => ({ id, label: { en, ar }, format });
const ROW_COLUMNS = [
  column('date', 'Date', 'التاريخ', 'date'),
  column('order', 'Order', 'الطلب', 'text'),
  column('customer', 'Customer', 'العميل', 'text'),
  column('product', 'Product', 'المنتج', 'text'),
  column('store', 'Store', 'الفرع', 'text'),
  column('quantity', 'Quantity', 'الكمية', 'quantity'),
  column('price', 'Price', 'السعر', 'money'),
  column('amount', 'Amount', 'المبلغ', 'money'),
];

class Refusal extends Error {
  constructor(status, kind, message) {
    super(message);
    this.status = status;
    this.kind = kind;
  }
}

function counted(customer) {
  const rows = filtered({}, [], { customer: [customer] });
  return { lines: rows.length, amount: (rows.reduce((sum, row) => sum + row.amount, 0) / 100).toFixed(4) };
}

function customerProfile(key) {
  const customer = CUSTOMERS[Number(key) - 1];
  if (!customer) throw new Refusal(404, 'not_found', `Cannot find customer ${key}.`);
  const rows = filtered({}, [], { customer: [key] });
  const months = new Map();
  const orders = new Map();
  for (const row of rows) {
    months.set(row.day.slice(0, 7), (months.get(row.day.slice(0, 7)) ?? 0) + row.amount);
    const order = orders.get(row.order) ?? {
      order: row.order,
      date: row.day,
      store: memberOf('store', row.store).label,
      lines: 0,
      cents: 0,
    };
    orders.set(row.order, { ...order, lines: order.lines + 1, cents: order.cents + row.amount });
  }
  const total = (rows.reduce((sum, row) => sum + row.amount, 0) / 100).toFixed(4);
  return {
    key,
    id: customer.id,
    name: customer.name,
    country: customer.country,
    registered_on: '2024-02-11',
    consent: true,
    tier: rows[0]?.tier ?? 'Not scored',
    segment: rows[0]?.segment ?? 'guest',
    recency_days: 12,
    frequency: orders.size,
    monetary: total,
    scores: { r: 4, f: 3, m: 5 },
    cuts: {
      recency: [120, 60, 30, 7],
      frequency: [2, 4, 8, 12],
      monetary: ['1000.00', '5000.00', '20000.00', '60000.00'],
    },
    history: [
      { as_of: '2025-05-31', tier: 'Silver', segment: 'loyal', monetary: total },
      { as_of: DAYS.as_of, tier: rows[0]?.tier ?? 'Not scored', segment: rows[0]?.segment ?? 'guest', monetary: total },
    ],
    timeline: [...months].map(([month, cents]) => ({ month, sales: (cents / 100).toFixed(4) })),
    baskets: [...orders.values()]
      .reverse()
      .slice(0, 20)
      .map(({ cents, ...order }) => ({ ...order, amount: (cents / 100).toFixed(4) })),
  };
}

function rowsAnswer({ state, where = {}, special, offset = 0, limit = 100 }) {
  const only = { guest: { customer: ['-2'] }, unknown: { customer: ['-1'] } }[special];
  const rows =
    special === 'quarantine' ? filtered({}).slice(0, 3) : filtered(only ? {} : state, [], { ...where, ...only });
  const cells = rows.slice(offset, offset + limit).map((row) => ({
    date: row.day,
    order: row.order,
    customer: CUSTOMERS[Number(row.customer) - 1]?.name ?? null,
    product: memberOf('product', row.product).label,
    store: memberOf('store', row.store).label,
    quantity: String(row.quantity),
    price: (row.price / 100).toFixed(4),
    amount: (row.amount / 100).toFixed(4),
  }));
  return { columns: ROW_COLUMNS, rows: cells, total_rows: rows.length };
}

function membersAnswer(words) {
  const id = words.get('dimension');
  const known =
    id === 'customer'
      ? CUSTOMERS.map(({ key, name }) => ({ key, label: name }))
      : (DESCRIPTION.dimensions.find((one) => one.id === id)?.members ?? []);
  const keys = words.getAll('key');
  const search = (words.get('search') ?? '').toLowerCase();
  return {
    members:
      keys.length > 0
        ? known.filter((one) => keys.includes(one.key))
        : known.filter((one) => JSON.stringify(one.label).toLowerCase().includes(search)).slice(0, 50),
  };
}

export function startMock({ port = 0, needsLogin = false } = {}) {
  const play = {
    release: 1,
    oldest: 1,
    failed: false,
    delay: 0,
    errors: false,
    needsLogin,
    user: null,
    views: [],
    tokens: [],
    next: 1,
    queries: 0,
    cancelled: 0,
  };

  function queryAnswer(body) {
    play.queries += 1;
    if (play.errors) throw new Refusal(503, 'timeout', 'Cannot answer in time.');
    if (body.release !== undefined && (body.release > play.release || body.release < play.oldest))
      throw new Refusal(410, 'not_found', `Cannot find release ${body.release}.`);
    const ids = body.visuals ?? DESCRIPTION.pages.find(({ id }) => id === body.page).visuals.map(({ id }) => id);
    return {
      release: body.release ?? play.release,
      as_of: DAYS.as_of,
      days: daysOf(body.state.date),
      missing: missingOf(body.state),
      visuals: Object.fromEntries(ids.map((id) => [id, answerVisual(id, body.state, body.options?.[id] ?? {})])),
    };
  }
  function releaseAnswer() {
    return {
      release: play.release,
      as_of: DAYS.as_of,
      published: '2025-07-01T02:10:00Z',
      data_to: DAYS.as_of,
      line: { held_back: { lines: 3, amount: '1250.0000' }, unknown: counted('-1'), guest: counted('-2') },
      last_run: play.failed
        ? { status: 'failed', ended: '2025-07-02T02:10:00Z', message: 'Cannot reach the shop database.' }
        : { status: 'released', ended: '2025-07-01T02:10:00Z', message: '' },
    };
  }
  function listed(list, url, method, body, make) {
    const id = decodeURIComponent(url.pathname.split('/')[3] ?? '');
    if (method === 'GET') return null;
    if (method === 'DELETE') {
      list.splice(
        list.findIndex((one) => one.id === id),
        1,
      );
      return {};
    }
    const known = list.find((one) => one.id === id);
    if (body.start) for (const one of list) one.start = false;
    if (known) return Object.assign(known, body);
    const made = { id: String(play.next++), ...make(body) };
    list.push(made);
    return made;
  }
  function api(url, method, body) {
    const name = url.pathname.split('/')[2];
    if (name === 'session') return { user: play.user, needs_login: play.needsLogin, csrf: 'token' };
    if (name === 'login') {
      if (body.password !== 'secret') throw new Refusal(401, 'denied', 'The user name or the password is wrong.');
      play.user = body.user;
      return { user: body.user, csrf: 'token' };
    }
    if (play.needsLogin && play.user === null) throw new Refusal(401, 'denied', 'Log in first.');
    switch (name) {
      case 'logout':
        play.user = null;
        return {};
      case 'pages':
        return { ...DESCRIPTION, release: Number(url.searchParams.get('release') ?? play.release) };
      case 'query':
        return queryAnswer(body);
      case 'rows':
        return rowsAnswer(body);
      case 'explain':
        return {
          sentence: DESCRIPTION.measures[0].sentence,
          definition: 'sum(amount)',
          sql: 'select sum(amount)\nfrom gold.fact_sales',
          inputs: [{ table: 'gold.fact_sales', version: 7 }],
          release: play.release,
          published: '2025-07-01T02:10:00Z',
          as_of: DAYS.as_of,
        };
      case 'release':
        return releaseAnswer();
      case 'members':
        return membersAnswer(url.searchParams);
      case 'customer':
        return customerProfile(decodeURIComponent(url.pathname.split('/')[3]));
      case 'views':
        return (
          listed(play.views, url, method, body, ({ name: label, url: to, shared, start }) => ({
            name: label,
            url: to,
            shared,
            start,
            mine: true,
          })) ?? { views: play.views }
        );
      case 'tokens':
        return (
          listed(play.tokens, url, method, body, ({ name: label }) => ({
            name: label,
            created: '2025-07-01T08:00:00Z',
            token: 'made-up-token',
          })) ?? { tokens: play.tokens.map(({ token: _, ...rest }) => rest) }
        );
      default:
        throw new Refusal(404, 'not_found', `Cannot find ${url.pathname}.`);
    }
  }
  async function file(url) {
    const isAsset = url.pathname.startsWith('/assets/') && !url.pathname.includes('..');
    const name = path.join(DIST, isAsset ? url.pathname : 'index.html');
    return { type: TYPES[path.extname(name)], content: await readFile(name) };
  }
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  async function respond(request, response) {
    const url = new URL(request.url, 'http://127.0.0.1');
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : null;
    response.setHeader('Content-Security-Policy', POLICY);
    response.setHeader('Cache-Control', 'no-store');
    if (url.pathname === '/mock/play') {
      Object.assign(play, body ?? {});
      return response.setHeader('Content-Type', 'application/json').end(JSON.stringify(play));
    }
    if (url.pathname.startsWith('/api/csv/')) {
      const id = url.pathname.split('/')[4];
      return response.setHeader('Content-Type', 'text/csv; charset=utf-8').end(`visual\r\n${id}\r\n`);
    }
    if (!url.pathname.startsWith('/api/')) {
      const { type, content } = await file(url);
      const isPage =
        ['/', '/login', '/products', '/stores'].includes(url.pathname) || url.pathname.startsWith('/customers/');
      if (type.startsWith('text/html') && !isPage) response.statusCode = 404;
      return response.setHeader('Content-Type', type).end(content);
    }
    if (url.pathname === '/api/query' && play.delay > 0) {
      request.socket.once('close', () => {
        play.cancelled += 1;
      });
      await pause(play.delay);
    }
    return response.setHeader('Content-Type', 'application/json').end(JSON.stringify(api(url, request.method, body)));
  }
  const server = createServer((request, response) => {
    respond(request, response).catch((error) => {
      const status = error instanceof Refusal ? error.status : error.code === 'ENOENT' ? 404 : 500;
      response
        .writeHead(status, { 'Content-Type': 'application/json' })
        .end(JSON.stringify({ error: { kind: error.kind ?? 'internal', message: error.message } }));
    });
  });
  return new Promise((done) => {
    server.listen(port, '127.0.0.1', () =>
      done({
        url: `http://127.0.0.1:${server.address().port}`,
        stop: () => {
          server.closeAllConnections();
          server.close();
        },
      }),
    );
  });
}
