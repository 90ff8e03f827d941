import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

/** What is reached by one selection set, its fragments written out. */
interface Size {
  /** Fields directly in it. */
  readonly own: number;
  /** Fields in it and below. */
  readonly all: number;
  readonly depth: number;
}

/** Far above what applications ask for, and low enough that planning and answering stay cheap. */
export const sizeLimits = { rootFields: 50, fields: 2000, depth: 40 } as const;

/**
 * Whether a validated operation asks for too much. A document of a few lines can do that: fragments that spread each other twice
 * double with each, and aliases run one field any number of times.
 * @returns what to tell the client, or null.
 */
export function findExcess(document: DocumentNode, operation: OperationDefinitionNode): string | null {
  const { own, all, depth } = measure(document, operation.selectionSet);
  if (own > sizeLimits.rootFields) return `An operation may have at most ${sizeLimits.rootFields} root fields.`;
  if (all > sizeLimits.fields)
    return `An operation may have at most ${sizeLimits.fields} fields, fragments written out.`;
  if (depth > sizeLimits.depth) return `An operation may be at most ${sizeLimits.depth} fields deep.`;
  return null;
}

function measure(document: DocumentNode, selectionSet: SelectionSetNode): Size {
  const fragments = new Map(
    document.definitions.flatMap(definition =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  // Each fragment is measured once, however often it is spread.
  const known = new Map<string, Size>();
  const nothing: Size = { own: 0, all: 0, depth: 0 };

  function sizeOfSet(set: SelectionSetNode | undefined): Size {
    let [own, all, depth] = [0, 0, 0];
    for (const selection of set?.selections ?? []) {
      const size =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? sizeOfFragment(selection.name.value)
          : sizeOfSet(selection.selectionSet);
      const isField = selection.kind === Kind.FIELD ? 1 : 0;
      own += isField === 1 ? 1 : size.own;
      all += isField + size.all;
      depth = Math.max(depth, isField + size.depth);
    }
    return { own, all, depth };
  }

  function sizeOfFragment(name: string): Size {
    let size = known.get(name);
    if (size === undefined) {
      known.set(name, nothing);
      size = sizeOfSet(fragments.get(name)?.selectionSet);
      known.set(name, size);
    }
    return size;
  }

  return sizeOfSet(selectionSet);
}
