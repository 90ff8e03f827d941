import type { SupergraphSource } from './supergraph-source.ts';

/** A supergraph that is known and stays. */
export function staticSource(supergraphSdl: string): SupergraphSource {
  return {
    description: 'a fixed supergraph',
    start: async () => ({ supergraphSdl, stop: async () => undefined }),
  };
}
