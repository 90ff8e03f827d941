import { startHive, startStock } from '../contestants/peers.ts';
import { startPolyphony } from '../contestants/polyphony.ts';
import type { Contestant } from '../contestants/contestant.ts';

/** What the contestants are called; `dedup` is whether equal subgraph requests under way at once are sent once. */
export const contestantNames = {
  stock: 'stock @apollo/gateway',
  hive: 'Hive Gateway, dedup off',
  hiveWithDedup: 'Hive Gateway, dedup on',
  ours: 'ours, dedup off',
  oursWithDedup: 'ours, dedup on',
} as const;

/** Starts all gateways in front of the same subgraphs. Stock, which has no deduplication, comes first. */
export async function startContestants({
  supergraphFile,
  addresses,
  resources,
}: {
  supergraphFile: string;
  addresses: Readonly<Record<string, string>>;
  resources: AsyncDisposableStack;
}): Promise<Contestant[]> {
  const names = contestantNames;
  const shared = { supergraphFile, resources };
  return [
    await startStock({ ...shared, name: names.stock }),
    await startHive({ ...shared, name: names.hive, deduplicate: false }),
    await startHive({ ...shared, name: names.hiveWithDedup, deduplicate: true }),
    await startPolyphony({ ...shared, name: names.ours, addresses, deduplicate: false }),
    await startPolyphony({ ...shared, name: names.oursWithDedup, addresses, deduplicate: true }),
  ];
}
