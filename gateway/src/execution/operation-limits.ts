import type { Supergraph } from '@apollo/federation-internals';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';

/** What the gateway asks before it plans an operation, and before it executes one. */
export interface OperationLimits {
  /** Called once a document, after validation. @throws RequestRejectedError when the operation is too large in itself. */
  check(document: DocumentNode, operation: OperationDefinitionNode): void;
  /** How the cost of an operation is estimated from its variables; called once a document, after `check`. @throws RequestRejectedError. */
  costOf(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    supergraph: Supergraph,
  ): (variables: Readonly<Record<string, unknown>>) => number;
}
