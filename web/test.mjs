/** Runs test/*.test.{ts,tsx} in Node: each is bundled first, as the pages are, and needs no DOM. */
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { bundleCharts } from './bundle-charts.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, 'test-out');
const tests = (await readdir(path.join(here, 'test'))).filter((name) => /\.test\.tsx?$/.test(name));

await rm(out, { recursive: true, force: true });
await mkdir(out);
await esbuild.build({
  absWorkingDir: here,
  entryPoints: tests.map((name) => path.join('test', name)),
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
});
await bundleCharts(path.join(out, 'charts.js'));
const files = tests.map((name) => path.join(out, name.replace(/tsx?$/, 'mjs')));
const { status } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', ...files], { stdio: 'inherit' });
process.exitCode = status ?? 1;
