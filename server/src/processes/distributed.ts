import { inferenceEnvironmentShape } from '@polyphony/inference/settings';
import { createIdentitySigner, parseIdentityKeys, type IdentitySigner } from '@polyphony/platform/identity';
import { readEnvironment } from '@polyphony/platform/environment';
import { createHttpCaller } from '@polyphony/platform/internal-calls';
import { z } from 'zod';
import { createEngines } from '../engines/index.ts';
import { addressEnvironment, addressesOf, processEnvironment, type ProcessEnvironment } from '../environment/index.ts';
import { remoteHealth } from '../health/index.ts';
import { createModelOpener } from '../models/index.ts';
import type { Surroundings } from '../parts/index.ts';
import { createProcessBase } from './base.ts';

/** What every process of the distributed layout reads: keys and addresses beside the rest. */
const distributedEnvironment = {
  ...processEnvironment,
  ...addressEnvironment,
  ...inferenceEnvironmentShape,
  IDENTITY_KEYS: z.string({ error: 'must be set, and alike, for all processes: name:base64 of 32 random bytes' }),
};

export interface DistributedProcess<Shape extends z.ZodRawShape> {
  readonly environment: z.infer<z.ZodObject<Shape>> & ProcessEnvironment;
  readonly addresses: Record<string, string>;
  readonly signer: IdentitySigner;
  readonly surroundings: Surroundings;
}

/** Sets up a process that shares engines with others and calls them over HTTP. `shape` is what it reads beyond that. */
export function createDistributedProcess<Shape extends z.ZodRawShape>(
  service: string,
  shape: Shape,
  source: Record<string, string | undefined>,
): DistributedProcess<Shape> {
  // One read reports the problems of all parts together; the compiler cannot follow the merged shape.
  const read = readEnvironment<z.ZodRawShape>({ ...shape, ...distributedEnvironment }, source);
  const environment = read as z.infer<z.ZodObject<typeof distributedEnvironment>>;
  const { log, shutdown, dataFolder } = createProcessBase(service, environment);
  const addresses = addressesOf(environment);
  const signer = createIdentitySigner(parseIdentityKeys(environment.IDENTITY_KEYS));
  return {
    environment: read as unknown as DistributedProcess<Shape>['environment'],
    addresses,
    signer,
    surroundings: {
      engines: createEngines({ environment, dataFolder, log, shutdown, embed: false }),
      internal: createHttpCaller({ caller: service, addresses, signer }),
      models: createModelOpener({ environment, dataFolder, log, shutdown }),
      log,
      shutdown,
      dataFolder,
      serviceHealth: remoteHealth(addresses),
    },
  };
}
