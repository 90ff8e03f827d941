import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, concatAST, Kind, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import * as sdk from './index.ts';

const schemaFolder = path.resolve(import.meta.dirname, '../../schema');
const operationsFolder = path.join(schemaFolder, 'operations');
const schema = buildSchema(readFileSync(path.join(schemaFolder, 'api.graphql'), 'utf8'));
const operations = concatAST(
  readdirSync(operationsFolder).map(file => parse(readFileSync(path.join(operationsFolder, file), 'utf8'))),
);

/** `Query.me`, `Mutation.login`, ...: the root fields that the operations of the SDK use. */
function usedRootFields(): Set<string> {
  const used = new Set<string>();
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  const info = new TypeInfo(schema);
  visit(
    operations,
    visitWithTypeInfo(info, {
      Field(field) {
        const parent = info.getParentType();
        if (parent && roots.has(parent as never)) used.add(`${parent.name}.${field.name.value}`);
      },
    }),
  );
  return used;
}

describe('the operations of the SDK', () => {
  it('use every root field of the graph', () => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const all = roots.flatMap(root => Object.keys(root?.getFields() ?? {}).map(field => `${root?.name}.${field}`));
    expect([...usedRootFields()].sort()).toEqual(all.sort());
  });

  it('are exported as typed documents', () => {
    const names = operations.definitions.flatMap(definition =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.name ? [`${definition.name.value}Document`] : [],
    );
    expect(names.length).toBeGreaterThan(30);
    for (const name of names)
      expect(String((sdk as Record<string, unknown>)[name])).toMatch(/^\s*(query|mutation|subscription)/);
  });

  it('are the persisted operations, each under the hash of the text that is sent', () => {
    const file = readFileSync(path.join(schemaFolder, 'persisted-operations.json'), 'utf8');
    const sent = Object.entries(sdk).flatMap(([name, document]) =>
      name.endsWith('Document') ? [document as unknown as sdk.TypedDocument<unknown, never>] : [],
    );
    const persisted = sent.map(document => [document.__meta__?.['hash'], String(document)] as const);
    for (const [hash, text] of persisted) expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
    expect(JSON.parse(file)).toEqual(Object.fromEntries(persisted));
  });
});
