/**
 * Makes the world map of the pages: countries as SVG paths in whole numbers on one plane, so that the browser needs
 * neither a projection nor a topology library. 110m outlines, simplified without opening gaps between neighbours; the three
 * states that 110m leaves out come from 50m. Natural Earth's data (public domain) by way of world-atlas (ISC).
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import { presimplify, quantile, simplify } from 'topojson-simplify';
import { ALIASES } from './aliases.mjs';

const require = createRequire(import.meta.url);
const WIDTH = 3000;
const HEIGHT = 1440;
const FROM_50M = new Set(['Bahrain', 'Singapore', 'Malta']);
const LEFT_OUT = new Set(['Antarctica', 'Fr. S. Antarctic Lands']);

async function readAtlas(name) {
  return JSON.parse(await readFile(require.resolve(`world-atlas/${name}.json`), 'utf8'));
}

/** One ring as "M x y l dx dy dx dy ... z" in whole numbers; null when nothing is left of it. */
function ringPath(points) {
  const whole = points.map(([x, y]) => [Math.round(x), Math.round(y)]);
  const steps = [];
  let [x, y] = whole[0];
  for (const [nextX, nextY] of whole.slice(1, -1)) {
    if (nextX !== x || nextY !== y) steps.push([nextX - x, nextY - y]);
    [x, y] = [nextX, nextY];
  }
  if (steps.length < 2) return null;
  const numbers = steps
    .flat()
    .map((step, i) => (i > 0 && step >= 0 ? ` ${step}` : `${step}`))
    .join('');
  return `M${whole[0][0]} ${whole[0][1]}l${numbers}z`;
}

/** A square for a state too small to see, so that it can still be pointed at. */
function smallState([x, y]) {
  return `M${Math.round(x) - 3} ${Math.round(y) - 3}h6v6h-6z`;
}

function projectedRings(projection, shape) {
  const rings = [];
  let ring = [];
  const context = {
    moveTo(x, y) {
      ring = [[x, y]];
      rings.push(ring);
    },
    lineTo(x, y) {
      ring.push([x, y]);
    },
    arc() {},
    closePath() {
      ring.push(ring[0]);
    },
  };
  geoPath(projection, context)(shape);
  return rings.filter((points) => points.length > 3);
}

export async function makeMap() {
  const coarse = presimplify(await readAtlas('countries-110m'));
  const world = simplify(coarse, quantile(coarse, 0.66));
  const fine = await readAtlas('countries-50m');
  const shapes = [
    ...feature(world, world.objects.countries).features.filter((f) => !LEFT_OUT.has(f.properties.name)),
    ...feature(fine, fine.objects.countries).features.filter((f) => FROM_50M.has(f.properties.name)),
  ];
  const projection = geoNaturalEarth1().fitSize([WIDTH, HEIGHT], { type: 'FeatureCollection', features: shapes });
  const path = geoPath(projection);
  const countries = shapes.map((shape) => {
    const d = projectedRings(projection, shape).map(ringPath).filter(Boolean).join('');
    const [[x0, y0], [x1, y1]] = path.bounds(shape);
    const isSmall = FROM_50M.has(shape.properties.name) || d === '' || Math.max(x1 - x0, y1 - y0) < 6;
    return [shape.properties.name, isSmall ? smallState(path.centroid(shape)) : d];
  });
  const known = new Set(countries.map(([name]) => name));
  for (const name of Object.keys(ALIASES)) {
    if (!known.has(name)) throw new Error(`world/aliases.mjs names '${name}', which the map does not hold`);
  }
  countries.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return { width: WIDTH, height: HEIGHT, countries, aliases: ALIASES };
}
