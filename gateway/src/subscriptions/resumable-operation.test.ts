import { buildSchema, getOperationAST, parse, validate, type FieldNode } from 'graphql';
import { describe, expect, it } from '@jest/globals';
import { takeSequence } from './event-sequence.ts';
import { makeResumable } from './resumable-operation.ts';

const schema = buildSchema(`
  type Query { a: Int }
  type Subscription { messageStream(id: ID!, after: Int = 0): Event }
  union Event = Token | Finished
  type Token { sequence: Int! text: String! }
  type Finished { sequence: Int! }
`);

function resumable(query: string) {
  const document = parse(query);
  const operation = getOperationAST(document)!;
  return makeResumable(document, operation, operation.selectionSet.selections[0] as FieldNode, ['Token', 'Finished']);
}

const selection = '{ __typename ... on Token { text } }';

describe('A resumable operation', () => {
  it.each([
    ['without a position', `subscription { messageStream(id: 1) ${selection} }`, undefined, {}],
    ['with a literal position', `subscription { messageStream(id: 1, after: 5) ${selection} }`, {}, { resumeAfter: 5 }],
    ['with null', `subscription { messageStream(id: 1, after: null) ${selection} }`, {}, { resumeAfter: null }],
    [
      'with a variable',
      `subscription($id: ID!, $from: Int! = 2) { events: messageStream(id: $id, after: $from) ${selection} }`,
      { id: '1', from: 7 },
      { id: '1', from: 7 },
    ],
  ])('asks as the client did at first, and after what was heard then (%s)', (_how, query, variables, first) => {
    const operation = resumable(query)!;
    const begun = operation.request({ query, ...(variables && { variables }) }, undefined);
    expect(begun.variables).toEqual(first);
    const resumed = operation.request({ query, ...(variables && { variables }) }, 42);
    expect(Object.values(resumed.variables!)).toContain(42);
    for (const { query: text } of [begun, resumed]) expect(validate(schema, parse(text))).toEqual([]);
  });

  it('is not made of what uses the position for something else, or is of another shape', () => {
    expect(
      resumable(
        'subscription($n: Int!) { messageStream(id: $n, after: $n) { ... on Token { text @skip(if: true) } } }',
      ),
    ).toBeUndefined();
    expect(
      resumable('subscription($resumeAfter: ID!) { messageStream(id: $resumeAfter) { __typename } }'),
    ).toBeUndefined();
    expect(
      resumable('subscription { messageStream(id: 1) { ... on Token { resumeSequence: text } } }'),
    ).toBeUndefined();
  });
});

describe('The sequence of an event', () => {
  const operation = resumable(`subscription { events: messageStream(id: 1) ${selection} }`)!;

  it('is taken out of the text', () => {
    expect(
      takeSequence('{"data":{"events":{"resumeSequence":120,"__typename":"Token","text":"a"}}}', operation),
    ).toEqual({ sequence: 120, text: '{"data":{"events":{"__typename":"Token","text":"a"}}}' });
    expect(takeSequence('{"data":{"events":{"resumeSequence":7}}}', operation)).toEqual({
      sequence: 7,
      text: '{"data":{"events":{}}}',
    });
  });

  it('is found wherever a subgraph writes it', () => {
    const latin1 = Buffer.from('{ "data": {"events":{"text":"größer", "resumeSequence":3}}}').toString('latin1');
    const { sequence, text } = takeSequence(latin1, operation);
    expect(sequence).toBe(3);
    expect(Buffer.from(text, 'latin1').toString()).toBe('{"data":{"events":{"text":"größer"}}}');
  });

  it('is missing where there is no event', () => {
    for (const text of ['{"data":null,"errors":[{"message":"no"}]}', '{"data":{"events":null}}']) {
      expect(takeSequence(text, operation)).toEqual({ text, sequence: undefined });
    }
  });
});
