import { freePort } from '@polyphony/platform/testing/servers';
import { startContestant, type Contestant } from './contestant.ts';
import type { PolyphonyOptions } from './polyphony-options.ts';

/** Starts our gateway. */
export async function startPolyphony({
  name,
  resources,
  ...options
}: Omit<PolyphonyOptions, 'port'> & { name: string; resources: AsyncDisposableStack }): Promise<Contestant> {
  const port = await freePort();
  return startContestant({
    name,
    port,
    file: 'contestants/polyphony.process.ts',
    environment: { OPTIONS: JSON.stringify({ ...options, port } satisfies PolyphonyOptions) },
    resources,
  });
}
