import { z } from 'zod';
import { createRequestContext } from '@polyphony/platform/context';
import { NotFoundError, UnauthenticatedError } from '@polyphony/platform/errors';
import { procedure } from '@polyphony/platform/internal-calls';
import { buildSubgraphSchema, type Subgraph } from '@polyphony/platform/subgraph';
import type { TestKeys } from '../test-keys.ts';
import { testViewer } from '../test-viewer.ts';
import { UserResolver, type SlowRuns, type TestUsersContext } from './user.resolver.ts';

/** The one API key that the test users service knows. */
export const knownApiKey = 'pk_test_0123456789abcdef';

export interface TestUsersSubgraph extends Subgraph {
  /** How often an API key was looked up. */
  readonly keyLookUps: number;
  /** How often references were resolved, each time for how many. */
  readonly referenceBatches: number[];
  readonly slowRuns: SlowRuns;
  /** What its health check says. */
  isHealthy: boolean;
}

/** A small users service: `me`, entity `User`, keys and API keys. */
export async function createTestUsersSubgraph(keys: TestKeys): Promise<TestUsersSubgraph> {
  let keyLookUps = 0;
  const referenceBatches: number[] = [];
  const slowRuns: SlowRuns = { started: 0, aborted: 0 };
  const schema = await buildSubgraphSchema<TestUsersContext>({
    resolvers: [UserResolver],
    references: {
      User: ({ id }: { id: string }, context: TestUsersContext) => {
        if (id === 'broken') throw new NotFoundError('User');
        return context.load(id);
      },
    },
  });
  const subgraph: TestUsersSubgraph = {
    name: 'users',
    isHealthy: true,
    schema,
    get keyLookUps() {
      return keyLookUps;
    },
    referenceBatches,
    slowRuns,
    createContext(request): TestUsersContext {
      // One batch per context, as a DataLoader makes them.
      let batch: number | undefined;
      return {
        ...createRequestContext(request),
        slowRuns,
        async load(id) {
          batch ??= referenceBatches.push(0) - 1;
          referenceBatches[batch]! += 1;
          await Promise.resolve();
          return id === 'missing' ? null : { id, username: `name of ${id}`, nickname: null };
        },
      };
    },
    procedures: {
      publicKeys: procedure(z.object({}), async () => keys.published()),
      authenticateApiKey: procedure(z.object({ secret: z.string() }), async ({ secret }) => {
        keyLookUps += 1;
        if (secret !== knownApiKey) throw new UnauthenticatedError('The API key is unknown.');
        return testViewer({ id: 'u-key', username: 'keyholder', apiKeyId: 'k1' });
      }),
    },
    healthChecks: [
      {
        name: 'users store',
        async check() {
          if (!subgraph.isHealthy) throw new Error('the store is gone');
        },
      },
    ],
    startWorker: async () => undefined,
    close: async () => undefined,
  };
  return subgraph;
}
