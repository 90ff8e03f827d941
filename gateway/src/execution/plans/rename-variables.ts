import { visit, type DocumentNode } from 'graphql';

/** What the planner calls variables of its own, and what merged requests call theirs. */
const reserved = /^(representations|r\d+|contextualArgument_\w+)$/;

/** Gives those of a client's variables other names whose names the requests to subgraphs need. */
export function renameVariables(document: DocumentNode): {
  document: DocumentNode;
  /** The client's name for each new one. */
  clientVariables: ReadonlyMap<string, string>;
} {
  const names = new Set<string>();
  visit(document, { Variable: ({ name }) => void names.add(name.value) });
  const newNames = new Map<string, string>();
  for (const name of names) {
    if (!reserved.test(name)) continue;
    let own = `${name}_own`;
    while (names.has(own) || reserved.test(own)) own = `_${own}`;
    names.add(own);
    newNames.set(name, own);
  }
  if (newNames.size === 0) return { document, clientVariables: new Map() };
  return {
    document: visit(document, {
      Variable(node) {
        const value = newNames.get(node.name.value);
        return value === undefined ? undefined : { ...node, name: { ...node.name, value } };
      },
    }),
    clientVariables: new Map([...newNames].map(([clientName, name]) => [name, clientName])),
  };
}
