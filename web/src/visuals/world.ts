/** The map file: countries as SVG paths in whole numbers on one plane, and other names that shops use. */
export interface WorldMap {
  readonly width: number;
  readonly height: number;
  readonly countries: readonly (readonly [name: string, path: string])[];
  readonly aliases: Readonly<Record<string, readonly string[]>>;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Names compare without case, accents, dots and the article. */
export function normalName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u064b-\u065f.'’,]/g, '')
    .replace(/&/g, 'and')
    .replace(/[\s-]+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/^the /, '');
}

/** From any known name to the index of its country. */
export function countryIndex(map: WorldMap): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  map.countries.forEach(([name], i) => {
    for (const known of [name, ...(map.aliases[name] ?? [])]) index.set(normalName(known), i);
  });
  return index;
}

/** The box around a path of absolute M, relative l, h, v and z as the map file writes them; its largest ring only. */
export function boxOf(path: string): Box {
  let best: Box = { x: 0, y: 0, width: 0, height: 0 };
  for (const ring of path.split('z')) {
    const [start, rest = ''] = ring.slice(1).split(/l|h/);
    const numbers = (start ?? '').trim().split(/ /).map(Number);
    let [x = 0, y = 0] = numbers;
    const box = { x0: x, x1: x, y0: y, y1: y };
    const steps = (ring.includes('h') ? '6 0 0 6' : rest).match(/-?\d+/g)?.map(Number) ?? [];
    for (let i = 0; i + 1 < steps.length; i += 2) {
      x += steps[i] ?? 0;
      y += steps[i + 1] ?? 0;
      box.x0 = Math.min(box.x0, x);
      box.x1 = Math.max(box.x1, x);
      box.y0 = Math.min(box.y0, y);
      box.y1 = Math.max(box.y1, y);
    }
    if ((box.x1 - box.x0) * (box.y1 - box.y0) >= best.width * best.height) {
      best = { x: box.x0, y: box.y0, width: box.x1 - box.x0, height: box.y1 - box.y0 };
    }
  }
  return best;
}

/** The part of the world that holds all boxes, with a margin, in the shape of the drawing. */
export function viewAround(boxes: readonly Box[], map: WorldMap, aspect: number): Box {
  const x0 = Math.min(...boxes.map((box) => box.x));
  const y0 = Math.min(...boxes.map((box) => box.y));
  const wide = Math.max(...boxes.map((box) => box.x + box.width)) - x0;
  const tall = Math.max(...boxes.map((box) => box.y + box.height)) - y0;
  const width = Math.min(map.width, Math.max(wide * 1.3, tall * 1.3 * aspect, 240));
  const height = width / aspect;
  return { x: x0 + wide / 2 - width / 2, y: y0 + tall / 2 - height / 2, width, height };
}
