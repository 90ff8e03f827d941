import path from 'node:path';
import { freePort } from '@polyphony/platform/testing/servers';
import { startContestant, type Contestant } from './contestant.ts';

interface PeerOptions {
  readonly name: string;
  readonly supergraphFile: string;
  readonly resources: AsyncDisposableStack;
}

/** Starts Apollo Server with Apollo's gateway, on subgraphs over HTTP or in its own process. The peers must be installed. */
export async function startStock({
  name,
  supergraphFile,
  isInProcess = false,
  resources,
}: PeerOptions & { isInProcess?: boolean }): Promise<Contestant> {
  const port = await freePort();
  return startContestant({
    name,
    port,
    file: isInProcess ? 'peers/in-process-stock.mjs' : 'peers/stock.mjs',
    environment: { PORT: String(port), SUPERGRAPH: supergraphFile },
    resources,
  });
}

/** Starts Hive Gateway by its own command line, as its documentation does. The peers must be installed. */
export async function startHive({
  name,
  supergraphFile,
  deduplicate,
  resources,
}: PeerOptions & { deduplicate: boolean }): Promise<Contestant> {
  const port = await freePort();
  const folder = path.resolve(import.meta.dirname, '../peers');
  return startContestant({
    name,
    port,
    file: 'peers/node_modules/@graphql-hive/gateway/dist/bin.js',
    args: ['supergraph', '--config-path', path.join(folder, 'hive.config.mjs')],
    environment: { PORT: String(port), SUPERGRAPH: supergraphFile, DEDUPLICATE: deduplicate ? 'on' : 'off' },
    resources,
  });
}
