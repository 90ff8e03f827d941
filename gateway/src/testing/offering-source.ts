import type { SupergraphSource } from '../supergraph/supergraph-source.ts';

/** A source whose supergraphs the test hands over itself. */
export interface OfferingSource extends SupergraphSource {
  offer(supergraphSdl: string): void;
}

export function createOfferingSource(supergraphSdl: string): OfferingSource {
  let receive: ((sdl: string) => void) | undefined;
  return {
    description: 'a test',
    async start(offer) {
      receive = offer;
      return { supergraphSdl, stop: async () => void (receive = undefined) };
    },
    offer: sdl => receive?.(sdl),
  };
}
