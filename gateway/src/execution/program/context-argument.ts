import type { GraphQLSchema } from 'graphql';
import type { PlannedFetch } from '../plans/planned-fetch.ts';
import { positionAt } from './places.ts';
import type { Position } from './position.ts';
import { isOfType } from './selected-fields.ts';
import { isObjectValue, nameOf, type ObjectValue, type Value } from './value.ts';

/** A variable of a fetch that is given what an object further up in the response holds: `@fromContext`. */
export interface ContextArgument {
  readonly variable: string;
  /** JSON text; undefined when there is nothing. @param ancestors the objects on the way, the root first, the entity itself last. */
  read(ancestors: readonly ObjectValue[]): string | undefined;
}

const up = '..';
const fragmentPrefix = '... on ';

export function contextArguments(fetch: PlannedFetch, root: Position, schema: GraphQLSchema): ContextArgument[] {
  const ways = new Map<string, ((ancestors: readonly ObjectValue[]) => string | undefined)[]>();
  for (const { path, renameKeyTo } of fetch.contexts) {
    ways.set(renameKeyTo, [...(ways.get(renameKeyTo) ?? []), wayTo(path, fetch, root, schema)]);
  }
  return [...ways].map(([variable, reads]) => ({
    variable,
    read(ancestors) {
      for (const read of reads) {
        const value = read(ancestors);
        if (value !== undefined) return value;
      }
      return undefined;
    },
  }));
}

function wayTo(path: readonly string[], fetch: PlannedFetch, root: Position, schema: GraphQLSchema) {
  const levels = path.filter(part => part === up).length;
  const keys = fetch.path.filter(part => part !== '@');
  const start = positionAt(root, keys.slice(0, keys.length - levels));
  const steps = path.filter(part => part !== up);

  const follow = (value: Value, position: Position, at: number): string | undefined => {
    if (value === undefined || value === null) return value === null ? 'null' : undefined;
    if (at === steps.length) return textOf(value);
    if (!Array.isArray(value)) return undefined;
    if (!isObjectValue(value)) {
      const items = value.map(item => follow(item, position, at));
      return items.includes(undefined) ? undefined : `[${items.join(',')}]`;
    }
    const step = steps[at]!;
    if (!step.startsWith(fragmentPrefix)) return follow(value[position.slot(step)], position.child(step), at + 1);
    const typename = value[position.slots.get('__typename') ?? -1];
    const fits = typeof typename !== 'string' || isOfType(schema, nameOf(typename), step.slice(fragmentPrefix.length));
    return fits ? follow(value, position, at + 1) : undefined;
  };
  return (ancestors: readonly ObjectValue[]) => follow(ancestors[ancestors.length - 1 - levels], start, 0);
}

function textOf(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  return value === null || value === undefined ? 'null' : String(value);
}
