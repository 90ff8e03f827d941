import { Kind, visit, type DocumentNode } from 'graphql';
import { nothingLeft } from './without-conditions.ts';

const mark = '_as_';

/**
 * The same operation, in which no alias is the name of a field: stock confuses them (see the known divergence `names of keys`), and
 * is asked so that everything else can still be compared.
 */
export function withSafeNames(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: node =>
      node.alias === undefined
        ? undefined
        : { ...node, alias: { kind: Kind.NAME, value: `${node.alias.value}${mark}${node.name.value}` } },
  });
}

/** The response name that the client gave. */
export function clientName(name: string): string {
  const at = name.indexOf(mark);
  return at < 0 ? name : name.slice(0, at);
}

/** Data with the response names that the client gave, and without what it did not ask for. */
export function withClientNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withClientNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => clientName(name) !== nothingLeft)
      .map(([name, entry]) => [clientName(name), withClientNames(entry)]),
  );
}

export const pathWithClientNames = (path: readonly (string | number)[]): (string | number)[] =>
  path.map(step => (typeof step === 'string' ? clientName(step) : step));
