import { describe, expect, it } from '@jest/globals';
import { createRequestContext } from '@polyphony/platform/context';
import { DownstreamServiceError } from '@polyphony/platform/errors';
import { RequestRejectedError } from '@polyphony/platform/sockets';
import type { ExecutableSubgraph, SubgraphRequest } from '@polyphony/platform/subgraph';
import { composeSupergraph } from '../composition/index.ts';
import { createGatewayMetrics } from '../metrics/index.ts';
import { createGraphExecution } from './graph-execution.ts';
import { toLatin1 } from '@polyphony/platform/text';
import { readResult } from './graph-result.ts';

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { me: String }
  type Subscription { renamed(name: String): User }
  type User @key(fields: "id") { id: ID! name: String }`;

/** Reads all events of a subscription to a subgraph that sends these texts. */
async function readEvents(texts: readonly string[], query: string, variables: Record<string, unknown> = {}) {
  const requests: SubgraphRequest[] = [];
  const subgraph: ExecutableSubgraph = {
    name: 'users',
    sdl,
    execute: () => Promise.reject(new Error('Not by values.')),
    // oxlint-disable-next-line require-yield -- nobody asks for values
    async *subscribe() {
      throw new Error('Not by values.');
    },
    async *subscribeText(request) {
      requests.push(request);
      for (const text of texts) yield toLatin1(text);
    },
  };
  const execution = createGraphExecution({
    supergraphSdl: composeSupergraph([{ name: 'users', sdl }]),
    subgraphs: [subgraph],
    limits: { check: () => undefined, costOf: () => () => 0 },
    metrics: createGatewayMetrics(),
    eventTimeoutMs: 1000,
  });
  const results = [];
  for await (const result of execution.subscribe(execution.prepare({ query }), variables, createRequestContext())) {
    results.push(readResult(result));
  }
  return { results, requests };
}

const query = 'subscription { renamed { id: name } }';

describe('Events of a subscription', () => {
  it('are read, with their errors, under the names of the client', async () => {
    const { results, requests } = await readEvents(
      [
        '{"data":{"renamed":{"id_own":"é"}}}',
        '{"data":{"renamed":{"id_own":null}},"errors":[{"message":"é","path":["renamed","id_own"]}]}',
        '{"data":null,"errors":[{"message":"Nothing."}]}',
      ],
      'subscription($representations: String) { renamed(name: $representations) { id: name } }',
      { representations: 'x' },
    );
    expect(results).toMatchObject([
      { data: { renamed: { id: 'é' } } },
      { data: { renamed: { id: null } }, errors: [{ message: 'é', path: ['renamed', 'id'] }] },
      { data: { renamed: null }, errors: [{ message: 'Nothing.' }] },
    ]);
    expect(requests).toMatchObject([{ variables: { representations_own: 'x' } }]);
  });

  it('end it with a coded error when they are a refusal, without what is internal to the subgraph', async () => {
    const text = '{"errors":[{"message":"é","extensions":{"stacktrace":["secret"],"serviceName":"users"}}]}';
    const error: unknown = await readEvents([text], query).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(RequestRejectedError);
    expect((error as RequestRejectedError).errors).toEqual([
      { message: 'é', extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } },
    ]);
  });

  it.each(['none', 'null', '7', '{}', '{"errors":[]}', '{"errors":7}'])(
    'end it when they are no results: %s',
    async text => {
      await expect(readEvents([text], query)).rejects.toBeInstanceOf(DownstreamServiceError);
    },
  );
});
