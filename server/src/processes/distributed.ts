import { createIdentitySigner, parseIdentityKeys, type IdentitySigner } from '@polyphony/platform/identity';
import { createHttpCaller } from '@polyphony/platform/internal-calls';
import { createEngines } from '../engines/index.ts';
import { addressesOf, readDistributedEnvironment, type Environment } from '../environment/index.ts';
import { remoteHealth } from '../health/index.ts';
import { createModelOpener } from '../models/index.ts';
import type { Surroundings } from '../parts/index.ts';
import { createProcessBase } from './base.ts';
import { printFirstAdmin } from './print-first-admin.ts';

export interface DistributedProcess {
  readonly environment: Environment;
  readonly addresses: Record<string, string>;
  readonly signer: IdentitySigner;
  readonly surroundings: Surroundings;
}

/** Sets up a process that shares engines with others and calls them over HTTP. */
export async function createDistributedProcess(
  service: string,
  source: Record<string, string | undefined>,
): Promise<DistributedProcess> {
  const environment = readDistributedEnvironment(source);
  const base = await createProcessBase(service, environment);
  const addresses = addressesOf(environment);
  const signer = createIdentitySigner(parseIdentityKeys(environment.IDENTITY_KEYS));
  return {
    environment,
    addresses,
    signer,
    surroundings: {
      ...base,
      engines: createEngines({ ...base, environment, embed: false }),
      internal: createHttpCaller({ caller: service, addresses, signer }),
      models: createModelOpener({ ...base, environment }),
      serviceHealth: remoteHealth(addresses),
      // Whichever process comes first makes the administrator, and only that one knows the password.
      onFirstAdmin: printFirstAdmin,
    },
  };
}
