import type { GraphQLFormattedError } from 'graphql';
import type { FetchOperation } from '../program/fetch-operation.ts';
import type { Program } from '../program/program.ts';
import type { ObjectValue } from '../program/value.ts';
import { errorPath, formatSubgraphError, maxErrors, type ResponsePath } from './execution-errors.ts';
import { gather, pathsTo } from './gather.ts';
import type { Representations } from './representations.ts';
import type { Violation } from './write-response-carefully.ts';

/** What went wrong in one response, each at its place. */
export class ErrorReport {
  readonly errors: GraphQLFormattedError[] = [];
  /** For each error, the places whose nulls it explains, and those of everything above and below. */
  private readonly explained: (readonly ResponsePath[])[] = [];

  constructor(
    private readonly program: Program,
    private readonly root: ObjectValue,
  ) {}

  /** A fetch that brought nothing. */
  addFailure(operation: FetchOperation, error: GraphQLFormattedError): void {
    if (isOfRoot(operation)) return this.add(error, placesOf(operation));
    for (const path of placesOf(operation)) this.add({ ...error, ...(path.length > 0 && { path }) });
  }

  /** What a subgraph says in its answer that went wrong. */
  addAnswered(operation: FetchOperation, asked: readonly Representations[], answered: readonly unknown[]): void {
    // Each is told at one place or more.
    const errors = answered.slice(0, maxErrors - this.errors.length);
    const paths = errors.map(errorPath);
    const places = operation.isEntities ? this.placesOfEntities(operation, asked, paths) : null;
    for (const [at, error] of errors.entries()) {
      const path = paths[at];
      if (path === undefined) this.add(formatSubgraphError(error, undefined), placesOf(operation));
      else {
        const told = places === null ? this.placesInRoot(operation, path) : placesOfEntity(operation, places, path);
        for (const place of told) this.add(formatSubgraphError(error, place));
      }
    }
  }

  /** Nulls that are no fault of what was told already. */
  addViolations(violations: readonly Violation[]): void {
    for (const violation of violations) {
      const isExplained = this.explained.some(places => places.some(place => explains(place, violation)));
      if (!isExplained) this.add(violation.error);
    }
  }

  private add(error: GraphQLFormattedError, explained: readonly ResponsePath[] = [error.path ?? []]): void {
    if (this.errors.length >= maxErrors) return;
    const { path } = error;
    this.errors.push(path === undefined ? error : { ...error, path: this.clientPath(path) });
    this.explained.push(explained.map(place => this.clientPath(place)));
  }

  private clientPath(path: ResponsePath): ResponsePath {
    const { clientNames } = this.program;
    return clientNames.size === 0 ? path : path.map(part => clientNames.get(String(part)) ?? part);
  }

  /** Root fields may have been asked for at several places of the response. */
  private placesInRoot({ parts: [part] }: FetchOperation, path: ResponsePath): readonly ResponsePath[] {
    const { reader, targets } = part!;
    const names = reader.namesOf(path);
    const { hops, path: before } = targets[0]!;
    if (hops.length === 0) return [names];
    const objects = new Map(gather(this.root, hops).map(object => [object, before] as const));
    const ways = pathsTo(this.root, { hops, path: before }, objects, maxErrors).get(before);
    return ways === undefined ? [pathBefore(before)] : ways.map(way => [...way, ...names]);
  }

  /** For each part, the places of the entities that errors name by their indexes. */
  private placesOfEntities(
    { parts }: FetchOperation,
    asked: readonly Representations[],
    paths: readonly (ResponsePath | undefined)[],
  ): ReadonlyMap<unknown, readonly ResponsePath[]>[] {
    return parts.map(({ alias }, part) => {
      const named = new Set(paths.flatMap(path => (path?.[0] === alias ? [path[1]] : [])));
      const places = new Map<unknown, ResponsePath[]>();
      if (named.size === 0) return places;
      for (const { target, objects, indexes } of asked[part]!.assignments) {
        const concerned = new Map<ObjectValue, number>();
        for (const [at, object] of objects.entries()) {
          if (named.has(indexes[at])) concerned.set(object, indexes[at]!);
        }
        if (concerned.size === 0) continue;
        for (const [index, ways] of pathsTo(this.root, target, concerned, maxErrors)) {
          places.set(index, [...(places.get(index) ?? []), ...ways]);
        }
      }
      return places;
    });
  }
}

/** Where an error happened in an entity, wherever the response shows that. */
function placesOfEntity(
  operation: FetchOperation,
  places: readonly ReadonlyMap<unknown, readonly ResponsePath[]>[],
  [alias, index, ...rest]: ResponsePath,
): readonly ResponsePath[] {
  const part = operation.parts.findIndex(candidate => candidate.alias === alias);
  const ways = places[part]?.get(index);
  if (ways === undefined) return [pathBefore(operation.parts[part < 0 ? 0 : part]!.targets[0]!.path)];
  const names = operation.parts[part]!.reader.namesOf(rest);
  return ways.map(way => [...way, ...names]);
}

/** Where an operation puts what it asks for, as far as that is the same for all objects. */
function placesOf(operation: FetchOperation): readonly ResponsePath[] {
  const [first] = operation.parts;
  if (isOfRoot(operation)) return first!.reader.all.names.map(name => [name]);
  const paths = operation.parts.flatMap(({ targets }) => targets.map(({ path }) => pathBefore(path)));
  return [...new Map(paths.map(path => [path.join('.'), path])).values()];
}

function isOfRoot({ isEntities, parts }: FetchOperation): boolean {
  return !isEntities && parts[0]!.targets[0]!.hops.length === 0;
}

/** The way to some objects, as far as it is the same for all of them. */
function pathBefore(path: readonly string[]): readonly string[] {
  const list = path.indexOf('@');
  return list < 0 ? path : path.slice(0, list);
}

/** Whether an error at a place explains a null: it happened there, above or below. What an object lacks is not all of it. */
function explains(place: ResponsePath, { error: { path = [] }, lacking }: Violation): boolean {
  const length = Math.min(place.length, path.length);
  for (let index = 0; index < length; index++) if (place[index] !== path[index]) return false;
  return place.length <= path.length || lacking === null || lacking.includes(String(place[path.length]));
}
