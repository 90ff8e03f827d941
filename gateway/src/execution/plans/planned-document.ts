import type { Supergraph } from '@apollo/federation-internals';
import { Kind, visit, type DocumentNode, type FieldNode } from 'graphql';
import type { Truths } from './conditions.ts';
import { foldConditions } from './fold-conditions.ts';
import { isIntrospection, outsideIntrospection } from './introspection-selections.ts';
import { orderMutations } from './mutation-order.ts';
import { renameVariables } from './rename-variables.ts';

/** An operation as it is planned, and what its response names are to its client. */
export interface PlannedDocument {
  readonly document: DocumentNode;
  /** Response names that differ from the client's, and the client's; null for what the client did not ask for. */
  readonly clientNames: ReadonlyMap<string, string | null>;
  /** Variables that are called otherwise by the client, and the client's name. */
  readonly clientVariables: ReadonlyMap<string, string>;
}

/** Names of fields that the planner itself selects: of keys, of what fields require or provide, of contexts. */
export function plannerFieldNames(supergraph: Supergraph): ReadonlySet<string> {
  const names = new Set<string>(['__typename']);
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
 * The operation that is planned for a client's, with the values of its conditions:
 * - without `@skip` and `@include` and what they leave out;
 * - mutations with their fields in the order in which they run;
 * - fields that the client asks for under the name of something that the planner may select beside them, as in `id: name` or with
 *   arguments, get names of their own: Apollo's planner takes them for what it needs, and subgraphs would be asked about wrong entities;
 * - variables that are called like those of requests to subgraphs get names of their own, too.
 */
export function planDocument(
  document: DocumentNode,
  truths: Truths,
  plannerNames: ReadonlySet<string>,
): PlannedDocument {
  const taken = new Set<string>();
  visit(document, { Field: node => void taken.add(responseName(node)) });
  const clientNames = new Map<string, string | null>();
  const names = new Map<string, string>();

  /** A response name that the client does not use, the same each time for the same reason. */
  const nameFor = (key: string, clientName: string | null) => {
    let name = names.get(key);
    if (name === undefined) {
      name = key;
      while (taken.has(name)) name += '_';
      names.set(key, name);
      clientNames.set(name, clientName);
    }
    return { kind: Kind.NAME as const, value: name };
  };
  const placeholder = (): FieldNode => ({
    kind: Kind.FIELD,
    alias: nameFor('nothing_else', null),
    name: { kind: Kind.NAME, value: '__typename' },
  });
  const folded = hasConditions(document) ? foldConditions(document, truths, placeholder) : document;
  const isAsPlanned = (node: FieldNode, key: string) =>
    !plannerNames.has(key) || (key === node.name.value && (node.arguments ?? []).length === 0);
  const apart = visit(orderMutations(folded), {
    ...outsideIntrospection,
    Field(node) {
      if (isIntrospection(node)) return false;
      const key = responseName(node);
      return isAsPlanned(node, key) ? undefined : { ...node, alias: nameFor(`${key}_own`, key) };
    },
  });
  return { ...renameVariables(apart), clientNames };
}

function hasConditions(document: DocumentNode): boolean {
  let has = false;
  visit(document, {
    Directive: ({ name }) => {
      if (name.value === 'skip' || name.value === 'include') has = true;
    },
  });
  return has;
}

const responseName = (node: FieldNode) => node.alias?.value ?? node.name.value;
