import { print, stripIgnoredCharacters, type GraphQLSchema } from 'graphql';
import type { FetchGroup } from '../plans/merge-fetches.ts';
import type { PlannedFetch } from '../plans/planned-fetch.ts';
import { toLatin1Json } from '@polyphony/platform/text';
import { contextArguments } from './context-argument.ts';
import type { FetchOperation, FetchPart, FetchTarget } from './fetch-operation.ts';
import { copiesTo, hopsTo, interfaceNames, positionAt } from './places.ts';
import type { Position } from './position.ts';
import { Reader } from './reader.ts';
import { RepresentationWriter } from './representation.ts';

/** A part whose answers have their place already. */
export interface PlacedPart {
  readonly reader: Reader;
  readonly places: readonly ({
    readonly fetch: PlannedFetch;
    readonly position: Position;
  } & Pick<FetchTarget, 'copies' | 'typename'>)[];
  readonly asked: readonly PlannedFetch[];
  readonly fetches: readonly PlannedFetch[];
}

export interface CompileOperationOptions extends Pick<
  FetchOperation,
  'index' | 'waitsFor' | 'dependents' | 'separate'
> {
  parts: readonly PlacedPart[];
  root: Position;
  supergraphSchema: GraphQLSchema;
  clientVariables: ReadonlyMap<string, string>;
}

/** The request that asks for some parts, and what to do with its answer. */
export function compileOperation({
  parts: placed,
  root,
  supergraphSchema,
  clientVariables,
  ...rest
}: CompileOperationOptions): FetchOperation {
  const fetches = placed.flatMap(part => part.fetches);
  const [first] = fetches;
  if (first === undefined) throw new Error('A request asks for nothing.');
  const isAlone = fetches.length === 1;
  const hasOneList = placed.length === 1;
  const parts = placed.map(({ reader, places, fetches: ofPart }, index): FetchPart => ({
    alias: hasOneList ? '_entities' : `_e${index}`,
    variable: hasOneList ? 'representations' : `r${index}`,
    reader,
    hasJoined: ofPart.length > places.length,
    targets: places.map(({ fetch, position, copies, typename }) => ({
      path: fetch.path,
      hops: hopsTo(root, fetch.path),
      representation:
        fetch.requires === null
          ? null
          : new RepresentationWriter(position, fetch.requires, supergraphSchema, fetch.inputRewrites),
      copies,
      typename,
    })),
  }));
  const text = isAlone ? first.text : mergedText(placed, parts, first.operationName);
  const { operationName } = first;
  const names = new Set(fetches.flatMap(({ variables }) => variables.map(({ variable }) => variable.name.value)));
  const contexts = contextArguments(first, root, supergraphSchema);
  const named = operationName === undefined ? '' : `,"operationName":${toLatin1Json(operationName)}`;
  return {
    ...rest,
    subgraph: first.subgraph,
    kind: first.kind,
    text,
    operationName,
    prefix: `{"query":${toLatin1Json(text)}${named},"variables":{`,
    variables: [...names]
      .filter(name => !contexts.some(({ variable }) => variable === name))
      .map(name => ({ name, clientName: clientVariables.get(name) ?? name })),
    contexts,
    isEntities: first.requires !== null,
    parts,
    literals: parts.map(({ alias }, index) => `${index === 0 ? '{' : ','}"${alias}":`),
  };
}

/** The fetches of a group as requests of their own, for the same places. */
export function compileSeparately(
  group: FetchGroup,
  {
    root,
    supergraphSchema,
    clientVariables,
  }: Pick<CompileOperationOptions, 'root' | 'supergraphSchema' | 'clientVariables'>,
): FetchOperation[] {
  return group.parts.flatMap(({ fetches }) =>
    fetches.map(fetch => {
      const position = positionAt(root, fetch.path);
      const reader = new Reader(position, fetch.sets, { schema: supergraphSchema, fragments: fetch.fragments });
      return compileOperation({
        index: -1,
        parts: [
          {
            reader,
            places: [{ fetch, position, ...copiesTo(reader, position, interfaceNames(supergraphSchema)) }],
            asked: [fetch],
            fetches: [fetch],
          },
        ],
        root,
        supergraphSchema,
        clientVariables,
        waitsFor: 0,
        dependents: [],
        separate: null,
      });
    }),
  );
}

function mergedText(
  placed: readonly PlacedPart[],
  parts: readonly FetchPart[],
  operationName: string | undefined,
): string {
  const definitions = new Set([
    ...parts.map(({ variable }) => `$${variable}:[_Any!]!`),
    ...placed.flatMap(({ fetches }) =>
      fetches.flatMap(({ variables }) => variables.map(definition => print(definition))),
    ),
  ]);
  const fields = parts.map(({ alias, variable }, index) => {
    const selections = placed[index]!.asked.flatMap(({ sets }) => sets.map(({ set }) => print(set)));
    const field = alias === '_entities' ? alias : `${alias}:_entities`;
    // Each is a selection set in braces: what is in them stands side by side.
    const inner = selections.map(selection => selection.slice(1, -1)).join(' ');
    return `${field}(representations:$${variable}){${inner}}`;
  });
  const name = operationName === undefined ? '' : ` ${operationName}`;
  return stripIgnoredCharacters(`query${name}(${[...definitions].join(',')}){${fields.join(' ')}}`);
}
