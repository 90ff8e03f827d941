import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { mergeFetches, separateFetches, type FetchGroup } from '../plans/merge-fetches.ts';
import { planFetches, type RootTypeNames } from '../plans/plan-fetches.ts';
import type { PlannedFetch } from '../plans/planned-fetch.ts';
import { fragmentsOf } from './fragments.ts';
import { compileOperation, compileSeparately } from './compile-operation.ts';
import { copiesTo, interfaceNames, positionAt } from './places.ts';
import { OverlapError, Position } from './position.ts';
import type { FetchOperation } from './fetch-operation.ts';
import type { Program } from './program.ts';
import { Reader } from './reader.ts';
import { ObjectShapes } from './response-shape.ts';

export interface CompileOptions {
  queryPlan: QueryPlan;
  document: DocumentNode;
  /** Response names in the document that differ from the client's, and the client's. */
  clientNames: ReadonlyMap<string, string | null>;
  /** Variables in the document that are called otherwise by the client, and the client's name. */
  clientVariables: ReadonlyMap<string, string>;
  operation: OperationDefinitionNode;
  /** What clients see. */
  schema: GraphQLSchema;
  /** Everything that subgraphs have. */
  supergraphSchema: GraphQLSchema;
  rootTypeNames: RootTypeNames;
}

/** Turns a plan into a program. @throws Error for what this engine does not execute. */
export function compileProgram(options: CompileOptions): Program {
  const fetches = planFetches(options.queryPlan.node, options.rootTypeNames);
  // Where an entity stands decides what it is asked with: each place is asked for itself.
  if (fetches.some(({ contexts }) => contexts.length > 0))
    return compileGroups(options, separateFetches(fetches), false);
  for (const sharesPlaces of [true, false]) {
    try {
      return compileGroups(options, mergeFetches(fetches, sharesPlaces), true);
    } catch (error) {
      if (!(error instanceof OverlapError)) throw error;
    }
  }
  return compileGroups(options, separateFetches(fetches), false);
}

function compileGroups(options: CompileOptions, unsorted: FetchGroup[], sharesEntities: boolean): Program {
  const { document, clientNames, clientVariables, operation, schema, supergraphSchema, rootTypeNames } = options;
  const groups = unsorted.toSorted((a, b) => a.level - b.level);
  const root = new Position();
  const interfaces = interfaceNames(supergraphSchema);
  const groupOf = new Map<PlannedFetch, number>();
  for (const [index, { parts }] of groups.entries()) {
    for (const { fetches } of parts) for (const fetch of fetches) groupOf.set(fetch, index);
  }
  const waits = groups.map(({ parts }, index) => {
    const before = parts.flatMap(({ fetches }) => fetches.flatMap(({ after }) => [...after]));
    return new Set(before.map(fetch => groupOf.get(fetch)!).filter(other => other !== index));
  });
  const operations: FetchOperation[] = [];
  for (const [index, group] of groups.entries()) {
    const parts = group.parts.map(({ asked, fetches, places }) => {
      const [first] = asked;
      const scope = { schema: supergraphSchema, fragments: first!.fragments };
      const positions = places.map(({ path }) => positionAt(root, path));
      // An answer for one kind of place is laid out as the objects there are; one for several has a layout of its own.
      const layout = positions.length === 1 ? positions[0]! : new Position();
      const known = new Set(layout.children.keys());
      const reader = new Reader(
        layout,
        asked.flatMap(({ sets }) => sets),
        scope,
        first!.outputRewrites,
      );
      if (sharesEntities && positions.length === 1) refuseOverlap(reader, known);
      return {
        reader,
        asked,
        places: places.map((place, at) => {
          if (positions[at] !== layout) positions[at]!.adopt(layout);
          return { fetch: place, position: positions[at]!, ...copiesTo(reader, positions[at]!, interfaces) };
        }),
        fetches,
      };
    });
    operations.push(
      compileOperation({
        index,
        parts,
        root,
        supergraphSchema,
        clientVariables,
        waitsFor: waits[index]!.size,
        dependents: waits.flatMap((before, other) => (before.has(index) ? [other] : [])),
        separate:
          group.parts.flatMap(({ fetches }) => fetches).length > 1
            ? once(() => compileSeparately(group, { root, supergraphSchema, clientVariables }))
            : null,
      }),
    );
  }
  if (sharesEntities) root.refuseAmbiguous();
  const type = rootTypeNames[operation.operation];
  const shapes = new ObjectShapes(
    root,
    [{ set: operation.selectionSet, type }],
    schema.getRootType(operation.operation)!,
    {
      schema,
      fragments: fragmentsOf(document),
      clientNames,
    },
  );
  return { root, operations, shapes, sharesEntities, clientNames };
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

function refuseOverlap(reader: Reader, known: ReadonlySet<string>): void {
  const { keys, children } = reader.all;
  if (keys.some((key, index) => children[index] !== null && known.has(key))) throw new OverlapError();
}
