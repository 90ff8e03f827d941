import { Kind, parse, print, visit } from 'graphql';

const mark = '_as_';

/**
 * The same operation, in which no alias is the name of a field: stock confuses them (see the known divergence `names of keys`), and
 * is asked so that everything else can still be compared.
 */
export function withSafeNames(query: string): string {
  return print(
    visit(parse(query, { noLocation: true }), {
      Field: node =>
        node.alias === undefined
          ? undefined
          : { ...node, alias: { kind: Kind.NAME, value: `${node.alias.value}${mark}${node.name.value}` } },
    }),
  );
}

/** The response name that the client gave. */
export function clientName(name: string): string {
  const at = name.indexOf(mark);
  return at < 0 ? name : name.slice(0, at);
}

/** Data with the response names that the client gave. */
export function withClientNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withClientNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [clientName(name), withClientNames(entry)]));
}

export const pathWithClientNames = (path: readonly (string | number)[]): (string | number)[] =>
  path.map(step => (typeof step === 'string' ? clientName(step) : step));
