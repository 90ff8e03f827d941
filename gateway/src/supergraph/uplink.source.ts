import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@polyphony/platform/logging';
import type { SupergraphSource } from './supergraph-source.ts';

export interface UplinkSourceOptions {
  /** Key of the graph in Apollo's registry. */
  apiKey: string;
  /** For example `my-graph@current`. */
  graphRef: string;
  /** Addresses of Uplink; Apollo's own where none are given. */
  endpoints: readonly string[];
  log: Logger;
}

const longestStopMs = 1000;

/** The supergraph of a variant in Apollo's registry, through Apollo's own client: polled as often as Uplink asks for. */
export function uplinkSource({ apiKey, graphRef, endpoints, log }: UplinkSourceOptions): SupergraphSource {
  return {
    description: `Apollo Uplink, ${graphRef}`,
    async start(offer) {
      // Its package is large and slow to load, so that only who needs Uplink does.
      const { UplinkSupergraphManager } = await import('@apollo/gateway');
      const manager = new UplinkSupergraphManager({
        apiKey,
        graphRef,
        logger: {
          debug: message => log.debug(String(message)),
          info: message => log.debug(String(message)),
          warn: message => log.warn(String(message)),
          error: message => log.warn(String(message)),
        },
        ...(endpoints.length > 0 && { uplinkEndpoints: [...endpoints] }),
      });
      const { supergraphSdl, cleanup } = await manager.initialize({
        update: offer,
        // Neither is asked for: subgraphs are checked, and connected to, by the gateway itself.
        healthCheck: async () => undefined,
        getDataSource: () => {
          throw new Error('The gateway connects to its subgraphs itself.');
        },
      });
      return {
        supergraphSdl,
        // It waits for a poll that is under way, which Uplink may draw out for minutes.
        stop: () => Promise.race([cleanup(), sleep(longestStopMs, undefined, { ref: false })]),
      };
    },
  };
}
