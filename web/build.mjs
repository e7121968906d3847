/**
 * Builds dist/ (or the folder given): index.html, assets/{app.js, app.css, world.json, icon.svg}. Fails when the types do not
 * hold (so also when a translation is missing) and when the whole is above its size.
 */
import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import esbuild from 'esbuild';
import { makeMap } from './world/make-map.mjs';

const LIMIT_BYTES = 75 * 1024;
const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.resolve(process.argv[2] ?? path.join(here, 'dist'));

function checkTypes() {
  const compiler = path.join(
    path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin/tsc',
  );
  const { status } = spawnSync(process.execPath, [compiler, '--noEmit', '--project', here], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

async function bundle() {
  await esbuild.build({
    absWorkingDir: here,
    entryPoints: [
      { in: 'src/main.tsx', out: 'app' },
      { in: 'src/style/app.css', out: 'app' },
    ],
    outdir: path.join(dist, 'assets'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'warning',
  });
}

async function reportSizes() {
  let total = 0;
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const size = gzipSync(await readFile(file), { level: 9 }).length;
    total += size;
    console.log(`${path.relative(dist, file).padEnd(20)} ${(size / 1024).toFixed(1).padStart(6)} KiB gzip`);
  }
  console.log(`${'all'.padEnd(20)} ${(total / 1024).toFixed(1).padStart(6)} KiB gzip of ${LIMIT_BYTES / 1024}`);
  if (total > LIMIT_BYTES) {
    console.error(`The pages weigh ${total} bytes compressed; the limit is ${LIMIT_BYTES}.`);
    process.exitCode = 1;
  }
}

checkTypes();
await rm(dist, { recursive: true, force: true });
await mkdir(path.join(dist, 'assets'), { recursive: true });
await bundle();
await cp(path.join(here, 'src/index.html'), path.join(dist, 'index.html'));
await cp(path.join(here, 'src/icon.svg'), path.join(dist, 'assets/icon.svg'));
await writeFile(path.join(dist, 'assets/world.json'), JSON.stringify(await makeMap()));
await reportSizes();
