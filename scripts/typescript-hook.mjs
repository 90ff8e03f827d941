// Lets Node run the workspace's TypeScript: strips types and emits decorator metadata, which Node's own type stripping does
// not do. Compiled output is kept under node_modules/.cache, so that the second start does not compile at all.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const scripts = path.dirname(fileURLToPath(import.meta.url));
const cacheFolder = path.join(scripts, '../node_modules/.cache/typescript');
mkdirSync(cacheFolder, { recursive: true });
module.enableCompileCache?.(path.join(scripts, '../node_modules/.cache/node'));

const optionsText = readFileSync(path.join(scripts, 'swc-options.json'), 'utf8');
const require = createRequire(import.meta.url);
let swc;

function compile(source, filename) {
  const key = createHash('sha1').update(optionsText).update(filename).update('\0').update(source).digest('hex');
  const cached = path.join(cacheFolder, `${key}.mjs`);
  if (existsSync(cached)) return readFileSync(cached, 'utf8');
  swc ??= require('@swc/core');
  const { code } = swc.transformSync(source, { ...JSON.parse(optionsText), filename, swcrc: false });
  const partial = `${cached}.${process.pid}`;
  writeFileSync(partial, code);
  renameSync(partial, cached);
  return code;
}

module.registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !url.endsWith('.ts') || url.includes('/node_modules/'))
      return nextLoad(url, context);
    const filename = fileURLToPath(url);
    return { format: 'module', shortCircuit: true, source: compile(readFileSync(filename, 'utf8'), filename) };
  },
});
