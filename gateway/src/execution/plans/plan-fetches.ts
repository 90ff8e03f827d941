import type { FetchNode, PlanNode, SubscriptionNode } from '@apollo/query-planner';
import {
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { fragmentsOf } from '../program/fragments.ts';
import type { PlannedFetch } from './planned-fetch.ts';

const representations = 'representations';
/** What the root types of a schema are called. */
export type RootTypeNames = Readonly<Record<PlannedFetch['kind'], string>>;

export function rootTypesOf(schema: GraphQLSchema): RootTypeNames {
  return {
    query: schema.getQueryType()?.name ?? 'Query',
    mutation: schema.getMutationType()?.name ?? 'Mutation',
    subscription: schema.getSubscriptionType()?.name ?? 'Subscription',
  };
}

/**
 * The fetches of a plan, each knowing which must come before it. A subscription's first fetch is the one that is subscribed to.
 * @throws Error for what this engine does not execute.
 */
export function planFetches(
  node: PlanNode | SubscriptionNode | undefined,
  rootTypeNames: RootTypeNames,
): PlannedFetch[] {
  const fetches: PlannedFetch[] = [];

  /** @returns the fetches that whatever follows must wait for. */
  function visit(
    current: PlanNode | SubscriptionNode,
    path: readonly string[],
    after: ReadonlySet<PlannedFetch>,
  ): ReadonlySet<PlannedFetch> {
    switch (current.kind) {
      case 'Sequence':
        return visitSequence(current.nodes, path, after);
      case 'Subscription':
        return visitSequence(
          current.rest === undefined ? [current.primary] : [current.primary, current.rest],
          path,
          after,
        );
      case 'Parallel': {
        const ends = new Set<PlannedFetch>();
        for (const child of current.nodes) for (const end of visit(child, path, after)) ends.add(end);
        return ends;
      }
      case 'Flatten':
        return visit(current.node, [...path, ...current.path.map(String)], after);
      case 'Fetch': {
        const fetch = readFetch(current, path, after, rootTypeNames);
        fetches.push(fetch);
        return new Set([fetch]);
      }
      // There are no conditions and no @defer in what is planned.
      case 'Condition':
      case 'Defer':
        throw new Error(`A plan has a node that cannot be executed: ${current.kind}.`);
    }
  }

  function visitSequence(nodes: readonly PlanNode[], path: readonly string[], after: ReadonlySet<PlannedFetch>) {
    let before = after;
    for (const child of nodes) before = visit(child, path, before);
    return before;
  }

  if (node !== undefined) visit(node, [], new Set());
  return fetches;
}

/** Documents of fetches are parsed again for each program of a plan, of which there are few. */
function readFetch(
  node: FetchNode,
  path: readonly string[],
  after: ReadonlySet<PlannedFetch>,
  rootTypeNames: RootTypeNames,
): PlannedFetch {
  const document: DocumentNode = parse(node.operation, { noLocation: true });
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error('A fetch of the plan has no operation.');
  const isRoot = node.requires === undefined;
  const entities = operation.selectionSet.selections[0] as FieldNode;
  return {
    subgraph: node.serviceName,
    kind: operation.operation,
    path,
    after,
    requires: node.requires ?? null,
    sets: isRoot
      ? [{ set: operation.selectionSet, type: rootTypeNames[operation.operation] }]
      : [{ set: entities.selectionSet!, type: '_Entity' }],
    fragments: fragmentsOf(document),
    variables: (operation.variableDefinitions ?? []).filter(({ variable }) => variable.name.value !== representations),
    text: node.operation,
    operationName: node.operationName,
    inputRewrites: node.inputRewrites ?? [],
    outputRewrites: node.outputRewrites ?? [],
    contexts: node.contextRewrites ?? [],
  };
}
