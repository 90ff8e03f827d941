import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { defaultQuery } from './default-query.ts';

it('greets visitors with operations that the graph can run', () => {
  const schema = buildSchema(readFileSync(new URL('../../../schema/api.graphql', import.meta.url), 'utf8'));
  expect(validate(schema, parse(defaultQuery))).toEqual([]);
  // It stands in the page as it is.
  expect(defaultQuery).not.toContain('<');
});
