import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { getOperationAST, parse } from 'graphql';
import type { PreparedOperation } from '../execution/index.ts';
import { identityOf } from './operation-identity.ts';
import { operationNamesOf } from './operation-names-of.ts';

const prepared = (text: string, noLocation = false): PreparedOperation => {
  const document = parse(text, { noLocation });
  return { document, operation: getOperationAST(document) } as unknown as PreparedOperation;
};
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('The identity of an operation', () => {
  it('is the hash of its text as it was sent', () => {
    const text = 'query  Feed { me { id } }';
    expect(identityOf(prepared(text)).hash).toBe(sha256(text));
  });

  it('is the hash of the printed document where the text is gone', () => {
    expect(identityOf(prepared('{me{id}}', true)).hash).toBe(sha256('{\n  me {\n    id\n  }\n}'));
  });

  it('names the field of the schema that it subscribes to, through fragments and under an alias', () => {
    const field = 'fragment Outer on Subscription { ... on Subscription { ...Inner } }';
    const inner = 'fragment Inner on Subscription { mine: messageStream { sequence } }';
    expect(identityOf(prepared(`subscription { ...Outer } ${field} ${inner}`)).rootField).toBe('messageStream');
  });

  it('is worked out once', () => {
    const operation = prepared('{ me { id } }');
    expect(identityOf(operation)).toBe(identityOf(operation));
  });
});

describe('Names of operations in documents', () => {
  it('are those of all operations that can be parsed and have one', () => {
    expect(
      operationNamesOf([
        'query A { x } mutation B { x }',
        '{ x }',
        'query {',
        'fragment F on T { x } query C { ...F }',
      ]),
    ).toEqual(['A', 'B', 'C']);
  });
});
