import type { Models } from '@polyphony/inference/models';
import type { InternalCaller } from '@polyphony/platform/internal-calls';
import type { Logger } from '@polyphony/platform/logging';
import type { Shutdown } from '@polyphony/platform/shutdown';
import type { Subgraph, SubgraphSchema } from '@polyphony/platform/subgraph';
import type { FirstAdmin } from '@polyphony/users';
import type { Engines } from '../engines/index.ts';
import type { Environment } from '../environment/index.ts';

export const subgraphNames = ['users', 'chat', 'sql', 'media', 'ops'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

/** How a service is: what `health` of the graph lists. */
export interface ServiceReport {
  service: string;
  healthy: boolean;
  detail: string | null;
}

/** What a process lends the subgraphs that run in it. */
export interface Surroundings {
  readonly engines: Engines;
  readonly internal: InternalCaller;
  readonly log: Logger;
  readonly shutdown: Shutdown;
  /** Absolute. */
  readonly dataFolder: string;
  readonly models: () => Promise<Models>;
  readonly serviceHealth: () => Promise<ServiceReport[]>;
  /** Shows the administrator that the users service makes at its first start. */
  readonly onFirstAdmin: (admin: FirstAdmin) => void;
}

/** A subgraph as this package puts it together. Its module is loaded only by processes that run it. */
export interface SubgraphPart {
  buildSchema(): Promise<SubgraphSchema>;
  create(environment: Environment, surroundings: Surroundings): Promise<Subgraph>;
}
