import { startTestMongo } from '@polyphony/embedded/testing';
import { createMemoryCache } from '@polyphony/platform/cache';
import { createRequestContext, type RequestContext } from '@polyphony/platform/context';
import { readEnvironment } from '@polyphony/platform/environment';
import { createMemoryEventBus } from '@polyphony/platform/events';
import { silentLogger } from '@polyphony/platform/logging';
import { createMemoryRateLimiter } from '@polyphony/platform/rate-limits';
import { createExecutableSubgraph } from '@polyphony/platform/subgraph';
import type { FirstAdmin } from '../accounts/first-admin.ts';
import { readUsersSettings, usersEnvironment, type UsersSettings } from '../environment.ts';
import type { UsersDependencies } from '../services.ts';
import { createUsersSubgraph } from '../subgraph.ts';
import { generateSigningJwk, parseSigningKey } from '../tokens/signing-key.ts';
import { createClock } from './clock.ts';

export const defaultUsersSettings: UsersSettings = readUsersSettings(readEnvironment(usersEnvironment, {}));

export interface GraphAnswer {
  /** Tests read answers of many shapes, and assert what they find; empty when there is none. */
  // oxlint-disable-next-line typescript/no-explicit-any
  data: Record<string, any>;
  errors: { code: unknown; field: unknown; message: string; extensions: Record<string, unknown> }[];
}

/** The service on a database of its own, with a clock that the test moves. */
export async function startTestUsers(settings: Partial<UsersSettings> = {}) {
  const mongo = await startTestMongo();
  const clock = createClock();
  const cache = createMemoryCache();
  const rateLimiter = createMemoryRateLimiter();
  const events = createMemoryEventBus();
  let firstAdmin: FirstAdmin | undefined;
  const dependencies: UsersDependencies = {
    db: mongo.db,
    cache,
    rateLimiter,
    events,
    log: silentLogger,
    settings: { ...defaultUsersSettings, ...settings },
    signingKey: await parseSigningKey(JSON.stringify(generateSigningJwk())),
    onFirstAdmin: admin => (firstAdmin = admin),
    now: clock.now,
  };
  const subgraph = await createUsersSubgraph(dependencies);
  const executable = createExecutableSubgraph(subgraph);
  if (firstAdmin === undefined) throw new Error('A fresh service makes an administrator.');

  return {
    firstAdmin,
    mongo,
    clock,
    cache,
    subgraph,

    async execute(
      query: string,
      variables: Record<string, unknown> = {},
      context: Partial<RequestContext> = {},
    ): Promise<GraphAnswer> {
      const { data, errors = [] } = await executable.execute({ query, variables }, createRequestContext(context));
      return {
        data: data ?? {},
        errors: errors.map(({ message, extensions = {} }) => ({
          code: extensions['code'],
          field: extensions['field'],
          message,
          extensions,
        })),
      };
    },

    async stop() {
      await subgraph.close();
      await Promise.all([cache.close(), rateLimiter.close(), events.close(), mongo.close()]);
    },
  };
}

export type TestUsers = Awaited<ReturnType<typeof startTestUsers>>;
