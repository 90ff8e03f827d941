// Makes schema/*.graphql from the subgraphs, then sdk/src/generated from schema/ with codegen.yml, then
// schema/persisted-operations.json from that.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const run = (file, ...rest) => {
  const { status } = spawnSync(process.execPath, [...process.execArgv, path.join(root, file), ...rest], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
};
run('server/src/schema/write-schema.ts');
run('scripts/bin.mjs', 'graphql-codegen', '--config', 'codegen.yml');
run('scripts/persist-operations.mjs');
