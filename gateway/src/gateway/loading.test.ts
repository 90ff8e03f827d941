import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const root = path.resolve(import.meta.dirname, '../../..');
const urlOf = (file: string) => JSON.stringify(pathToFileURL(path.join(root, file)).href);

/** Loads the gateway in a process of its own, and prints the packages that came with it. */
const script = `
  import module from 'node:module';
  const urls = [];
  module.registerHooks({ resolve(specifier, context, next) {
    const found = next(specifier, context);
    urls.push(found.url);
    return found;
  } });
  await import(${urlOf('gateway/src/gateway/index.ts')});
  const names = [...urls, ...Object.keys(module._cache)].flatMap(url => url.match(/node_modules\\/((?:@[^/]+\\/)?[^/.][^/]*)\\/(?!.*node_modules)/)?.[1] ?? []);
  console.log(JSON.stringify([...new Set(names)]));
  process.exit(0);
`;

describe('Loading the gateway', () => {
  it('does not load what only some installations need', async () => {
    const hook = pathToFileURL(path.join(root, 'scripts/typescript-hook.mjs')).href;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--import', hook, '--input-type=module', '--eval', script],
      { cwd: root },
    );
    const packages = JSON.parse(stdout) as string[];
    expect(packages).toContain('@apollo/query-planner');
    const optional = [
      '@apollo/gateway',
      '@apollo/server',
      '@apollo/usage-reporting-protobuf',
      'make-fetch-happen',
      'undici',
    ];
    expect(packages.filter(name => optional.includes(name))).toEqual([]);
  });
});
