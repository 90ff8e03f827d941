import { describe, expect, it } from '@jest/globals';
import { createRequestContext } from '@polyphony/platform/context';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import { composeSupergraph } from '../composition/index.ts';
import { createGatewayMetrics } from '../metrics/index.ts';
import { createGraphExecution } from './graph-execution.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';
const posts = `${link} type Query { a: Int } type Subscription { posted: Post! }
  type Post @key(fields: "id") { id: ID! }`;
const texts = `${link} type Post @key(fields: "id") { id: ID! text: String }`;

// oxlint-disable-next-line require-yield -- events come by text
async function* neverSubscribed(): AsyncGenerator<never> {
  throw new Error('Not by values.');
}

/** Posts that come one by one; the other subgraph answers with when the answer must have been asked for. */
function createExecution(events: AsyncGenerator<string>, freshness: (number | undefined)[]) {
  const unused = { execute: () => Promise.reject(new Error('Not by values.')), subscribe: neverSubscribed };
  const subgraphs: ExecutableSubgraph[] = [
    { name: 'posts', sdl: posts, ...unused, subscribeText: () => events },
    {
      name: 'texts',
      sdl: texts,
      ...unused,
      async executeText(_request, { freshAfter }) {
        freshness.push(freshAfter);
        return '{"data":{"_entities":[{"__typename":"Post","text":"t"}]}}';
      },
    },
  ];
  return createGraphExecution({
    supergraphSdl: composeSupergraph([
      { name: 'posts', sdl: posts },
      { name: 'texts', sdl: texts },
    ]),
    subgraphs,
    limits: { check: () => undefined, costOf: () => () => 0 },
    metrics: createGatewayMetrics(),
    eventTimeoutMs: 1000,
  });
}

describe('The joins of an event', () => {
  it('are asked for after it came, whatever was asked for before', async () => {
    const sent: number[] = [];
    async function* events() {
      for (const id of [1, 2, 3]) {
        sent.push(performance.now());
        yield `{"data":{"posted":{"__typename":"Post","id":"${id}"}}}`;
        await new Promise(resolve => setTimeout(resolve, 2));
      }
    }
    const freshness: (number | undefined)[] = [];
    const execution = createExecution(events(), freshness);
    const operation = execution.prepare({ query: 'subscription { posted { id text } }' });
    const answers: (string | undefined)[] = [];
    for await (const { data } of execution.subscribe(operation, {}, createRequestContext())) answers.push(data);
    expect(answers).toEqual([1, 2, 3].map(id => `{"posted":{"id":"${id}","text":"t"}}`));
    expect(freshness).toHaveLength(3);
    for (const [index, at] of sent.entries()) {
      expect(freshness[index]).toBeGreaterThanOrEqual(at);
      expect(freshness[index]).toBeLessThan(sent[index + 1] ?? Infinity);
    }
  });
});
