import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { describe, expect, it } from '@jest/globals';
import { getOperationAST, parse } from 'graphql';
import { defaultGatewaySettings } from '../settings/index.ts';
import { createOperationLimits } from './operation-limits.ts';

const read = (file: string) => readFileSync(path.resolve(import.meta.dirname, '../../../schema', file), 'utf8');
const supergraph = Supergraph.build(read('supergraph.graphql'));
const limits = createOperationLimits({ introspection: false });
const operations = Object.values(JSON.parse(read('persisted-operations.json')) as Record<string, string>);

const costOf = (text: string, variables: Record<string, unknown> = {}) => {
  const document = parse(text);
  const operation = getOperationAST(document)!;
  limits.check(document, operation);
  return limits.costOf(document, operation, supergraph)(variables);
};

describe('The limits, by default', () => {
  it.each(operations.map(text => [/(\w+ \w+)/.exec(text)![1]!, text]))(
    'leave %s at less than a tenth of the most that an operation may cost',
    (_name, text) => {
      expect(costOf(text)).toBeLessThan(defaultGatewaySettings.maxCost / 10);
      expect(costOf(text, { first: 100, messages: 100 })).toBeLessThan(defaultGatewaySettings.maxCost / 5);
    },
  );

  it('refuse a thousand times a thousand', () => {
    const query =
      'query ($n: Int) { me { conversations(first: $n) { nodes { messages(first: $n) { nodes { id } } } } } }';
    expect(costOf(query, { n: 1000 })).toBeGreaterThan(defaultGatewaySettings.maxCost);
    expect(costOf(query, { n: 50 })).toBeLessThan(defaultGatewaySettings.maxCost);
  });
});
