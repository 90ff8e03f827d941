import type { HealthCheck } from '@polyphony/platform/health';
import type { Logger } from '@polyphony/platform/logging';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
// Not through the folder's index, which loads the HTTP client that a gateway in one process does without.
import { subgraphHealthCheck, type CheckedSubgraph } from '../subgraphs/subgraph-health.ts';
import type { NamedSubgraph } from './named-subgraphs.ts';

/** A connection to a subgraph that a supergraph brought. */
export type ConnectedSubgraph = CheckedSubgraph & { close(): Promise<void> };

/** Connects to a subgraph by the address that the supergraph gives. */
export type ConnectSubgraph = (subgraph: NamedSubgraph) => ConnectedSubgraph;

/** The subgraphs that supergraphs may name: those the gateway was given, and those it may connect to. */
export interface SubgraphConnections {
  /** Those of a supergraph, connected where they were not. @throws Error naming each that the gateway must not connect to. */
  open(named: readonly NamedSubgraph[]): ExecutableSubgraph[];
  /** Closes, after `graceMs`, what these do not name: operations of the last graph may still be running. */
  keepOnly(named: readonly NamedSubgraph[], graceMs: number): void;
  /** Those the gateway was given and those that are connected now. */
  connected(): Iterable<ExecutableSubgraph>;
  /** The other checks, and one of every subgraph that is connected: an array that changes with them. */
  readonly healthChecks: readonly HealthCheck[];
  close(): Promise<void>;
}

export interface SubgraphConnectionsOptions {
  /** Stay whatever supergraphs say, and are reached as they are whatever address those give. */
  given: readonly CheckedSubgraph[];
  connect?: ConnectSubgraph | undefined;
  /** Which addresses may be connected to. */
  isAllowed: (url: string) => boolean;
  /** Of what the gateway needs besides subgraphs. */
  healthChecks: readonly HealthCheck[];
  log: Logger;
}

interface Connection {
  readonly subgraph: ConnectedSubgraph;
  readonly healthCheck: HealthCheck;
  closing?: NodeJS.Timeout;
}

export function createSubgraphConnections({
  given,
  connect,
  isAllowed,
  healthChecks: others,
  log,
}: SubgraphConnectionsOptions): SubgraphConnections {
  const fixed = new Map(given.map(subgraph => [subgraph.name, subgraph]));
  const connections = new Map<string, Connection>();
  const healthChecks = [...given.map(subgraphHealthCheck), ...others];
  const keyOf = ({ name, url }: NamedSubgraph) => `${name} ${url}`;

  function disconnect(key: string, { subgraph, healthCheck, closing }: Connection): Promise<void> {
    clearTimeout(closing);
    connections.delete(key);
    healthChecks.splice(healthChecks.indexOf(healthCheck), 1);
    return subgraph.close();
  }

  function connectTo(named: NamedSubgraph): ConnectedSubgraph {
    const key = keyOf(named);
    const known = connections.get(key);
    if (known !== undefined) {
      clearTimeout(known.closing);
      delete known.closing;
      return known.subgraph;
    }
    // `open` looked before.
    const subgraph = connect!(named);
    const healthCheck = subgraphHealthCheck(subgraph);
    connections.set(key, { subgraph, healthCheck });
    healthChecks.push(healthCheck);
    log.info({ subgraph: named.name, url: named.url }, 'Connected to a subgraph of the supergraph');
    return subgraph;
  }

  return {
    healthChecks,
    connected: () => [...given, ...[...connections.values()].map(({ subgraph }) => subgraph)],
    open(named) {
      const refused = named.filter(({ name, url }) => !fixed.has(name) && (connect === undefined || !isAllowed(url)));
      if (refused.length > 0) {
        const list = refused.map(({ name, url }) => `"${name}" at ${url === '' ? 'no address' : url}`).join(', ');
        throw new Error(
          `The supergraph names subgraphs that the gateway was not given and may not connect to (SUBGRAPH_ORIGINS): ${list}.`,
        );
      }
      return named.map(subgraph => fixed.get(subgraph.name) ?? connectTo(subgraph));
    },
    keepOnly(named, graceMs) {
      const kept = new Set(named.map(keyOf));
      for (const [key, connection] of connections) {
        if (kept.has(key) || connection.closing !== undefined) continue;
        connection.closing = setTimeout(() => {
          disconnect(key, connection).catch((error: unknown) =>
            log.warn({ err: error }, 'A subgraph connection broke'),
          );
        }, graceMs).unref();
      }
    },
    async close() {
      await Promise.all([...connections].map(([key, connection]) => disconnect(key, connection)));
    },
  };
}
