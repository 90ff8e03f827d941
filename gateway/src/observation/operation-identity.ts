import { createHash } from 'node:crypto';
import {
  Kind,
  print,
  type DocumentNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type SelectionSetNode,
} from 'graphql';
import type { PreparedOperation } from '../execution/index.ts';

/** What an operation is called in logs and traces. */
export interface OperationIdentity {
  /** SHA-256 of its text, as in the file of persisted operations. */
  readonly hash: string;
  /** The first field it asks of the schema's root: of a subscription, the only one. */
  readonly rootField: string;
}

const identities = new WeakMap<PreparedOperation, OperationIdentity>();

/** Worked out when it is first asked for, which most operations never are. */
export function identityOf(operation: PreparedOperation): OperationIdentity {
  let identity = identities.get(operation);
  if (identity === undefined) {
    const text = operation.document.loc?.source.body ?? print(operation.document);
    identity = {
      hash: createHash('sha256').update(text).digest('hex'),
      rootField: firstField(operation.operation.selectionSet, operation.document) ?? 'unknown',
    };
    identities.set(operation, identity);
  }
  return identity;
}

/** Valid documents have no cycles of fragments. */
function firstField({ selections }: SelectionSetNode, document: DocumentNode): string | undefined {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) return selection.name.value;
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragmentOf(selection, document);
    const found = fragment === undefined ? undefined : firstField(fragment.selectionSet, document);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fragmentOf({ name }: FragmentSpreadNode, { definitions }: DocumentNode): FragmentDefinitionNode | undefined {
  return definitions
    .filter(definition => definition.kind === Kind.FRAGMENT_DEFINITION)
    .find(definition => definition.name.value === name.value);
}
