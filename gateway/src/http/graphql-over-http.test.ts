import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { startTestGateway, type TestGateway } from '../testing/index.ts';

/** Where we do as Apollo Server does, and what the draft leaves open to keep cross-site requests out. */
const knownRemarks = [
  // 400 where the operation cannot run, in `application/json` too.
  '572B',
  'FDE2',
  '7B9B',
  // GET needs a header that no link or form can send.
  '5A70',
  'D6D5',
  '6A70',
];

describe('The audits of the GraphQL-over-HTTP draft', () => {
  let graph: TestGateway;
  beforeAll(async () => {
    graph = await startTestGateway();
  });
  afterAll(() => graph.close());

  it.each(serverAudits({ url: () => `${graph.url}/graphql` }).map(audit => [audit.id, audit.name, audit] as const))(
    '%s: %s',
    async (id, _name, audit) => {
      const result = await audit.fn();
      const reason = result.status === 'ok' ? '' : result.reason;
      if (knownRemarks.includes(id))
        expect([result.status, reason]).toEqual([
          expect.stringMatching(/^(warn|notice)$/),
          'Response status code is not 200',
        ]);
      else expect([result.status, reason]).toEqual(['ok', '']);
    },
  );
});
