/** node bundle-charts.mjs FILE: the charts as one plain script whose only name is `charts`, for engines without modules. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));

export function bundleCharts(file) {
  return esbuild.build({
    absWorkingDir: here,
    entryPoints: ['test/draw-all.tsx'],
    outfile: file,
    bundle: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    format: 'iife',
    globalName: 'charts',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCharts(path.resolve(process.argv[2]));
