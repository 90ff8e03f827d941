import type { Supergraph } from '@apollo/federation-internals';
import { Kind, visit, type DocumentNode, type FieldNode } from 'graphql';

/** An operation as it is planned, and what its response names are to its client. */
export interface PlannedDocument {
  readonly document: DocumentNode;
  /** Response names that differ from the client's, and the client's. */
  readonly clientNames: ReadonlyMap<string, string>;
}

/** Names of fields that the planner itself selects: of keys, of what fields require or provide, of contexts. */
export function plannerFieldNames(supergraph: Supergraph): ReadonlySet<string> {
  const names = new Set<string>();
  const read = (fieldSet: unknown) => {
    if (typeof fieldSet === 'string') for (const [name] of fieldSet.matchAll(/[_A-Za-z]\w*/g)) names.add(name);
  };
  for (const type of supergraph.schema.types()) {
    for (const { arguments: given } of type.appliedDirectives.map(applied => ({ arguments: applied.arguments() }))) {
      read((given as Record<string, unknown>)['key']);
    }
    if (type.kind !== 'ObjectType' && type.kind !== 'InterfaceType') continue;
    for (const field of type.fields()) {
      for (const applied of field.appliedDirectives) {
        const given = applied.arguments() as Record<string, unknown>;
        read(given['requires']);
        read(given['provides']);
        const contexts = given['contextArguments'];
        if (Array.isArray(contexts))
          for (const context of contexts) read((context as { selection?: unknown }).selection);
      }
    }
  }
  return names;
}

/**
 * Gives other names to fields that a client asks for under the name of something that the planner may select beside them, as in
 * `id: name`, or with arguments: Apollo's planner takes them for what it needs, and subgraphs would be asked about wrong entities.
 */
export function keepApartFromKeys(document: DocumentNode, plannerNames: ReadonlySet<string>): PlannedDocument {
  const taken = new Set<string>();
  visit(document, { Field: node => void taken.add(responseName(node)) });
  const clientNames = new Map<string, string>();
  const ownNames = new Map<string, string>();

  const ownName = (key: string) => {
    let own = ownNames.get(key);
    if (own === undefined) {
      own = `${key}_own`;
      while (taken.has(own)) own += '_';
      ownNames.set(key, own);
      clientNames.set(own, key);
    }
    return own;
  };
  const isApart = (node: FieldNode, key: string) =>
    !plannerNames.has(key) || (key === node.name.value && (node.arguments ?? []).length === 0);

  const planned = visit(document, {
    Field(node) {
      const key = responseName(node);
      if (isApart(node, key)) return undefined;
      return { ...node, alias: { kind: Kind.NAME, value: ownName(key) } };
    },
  });
  return clientNames.size === 0 ? { document, clientNames } : { document: planned, clientNames };
}

const responseName = (node: FieldNode) => node.alias?.value ?? node.name.value;
