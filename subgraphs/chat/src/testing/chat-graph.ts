import { createRequestContext, type Viewer } from '@polyphony/platform/context';
import { createExecutableSubgraph, type Subgraph } from '@polyphony/platform/subgraph';
import type { FormattedExecutionResult } from 'graphql';
import type { ChatContext } from '../context.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into results of any shape
export type Data = any;

export interface ChatGraph {
  readonly viewer: Viewer;
  /** The data of an operation. @throws Error with the message of its first error. */
  data(query: string, variables?: Record<string, unknown>): Promise<Data>;
  /** The `extensions` of an operation's first error, or undefined when it succeeded. */
  failure(query: string, variables?: Record<string, unknown>): Promise<Data>;
  subscribe(query: string, variables?: Record<string, unknown>): ChatSubscription;
}

export interface ChatSubscription {
  events: AsyncGenerator<FormattedExecutionResult, void, undefined>;
  leave(): void;
}

export const viewerNamed = (username: string, more: Partial<Viewer> = {}): Viewer => ({
  id: `id-of-${username}`,
  username,
  role: 'USER',
  isInternal: false,
  dailyQuota: 1000,
  ...more,
});

/** A subgraph as one viewer, or somebody who is not logged in, sees it. */
export function chatGraph(subgraph: Subgraph<ChatContext>, viewer: Viewer | null): ChatGraph {
  const executable = createExecutableSubgraph(subgraph);
  const run = (query: string, variables?: Record<string, unknown>) =>
    executable.execute({ query, variables }, createRequestContext({ viewer }));
  return {
    get viewer() {
      if (viewer === null) throw new Error('Nobody is logged in.');
      return viewer;
    },
    async data(query, variables) {
      const { data, errors } = await run(query, variables);
      if (errors !== undefined) throw new Error(`${errors[0]?.message} ${JSON.stringify(errors[0]?.extensions)}`);
      return data;
    },
    async failure(query, variables) {
      return (await run(query, variables)).errors?.[0]?.extensions;
    },
    subscribe(query, variables) {
      const left = new AbortController();
      return {
        events: executable.subscribe({ query, variables }, createRequestContext({ viewer, signal: left.signal })),
        leave: () => left.abort(),
      };
    },
  };
}
