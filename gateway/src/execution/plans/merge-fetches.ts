import { Kind, print, stripIgnoredCharacters, visit } from 'graphql';
import type { PlannedFetch } from './planned-fetch.ts';

/** The same selection for one or more places. */
export interface MergedPart {
  /** Those whose selections are asked, side by side. */
  readonly asked: readonly PlannedFetch[];
  /** One for each place whose objects it completes. */
  readonly places: PlannedFetch[];
  /** All that it stands for. */
  readonly fetches: PlannedFetch[];
}

/** Fetches that become one request. */
export interface FetchGroup {
  readonly subgraph: string;
  /** Groups of a level have nothing to wait for in each other. */
  readonly level: number;
  readonly parts: MergedPart[];
}

/** Each fetch a request of its own. */
export function separateFetches(fetches: readonly PlannedFetch[]): FetchGroup[] {
  const levels = levelsOf(fetches);
  return fetches.map(fetch => ({
    subgraph: fetch.subgraph,
    level: levels.get(fetch)!,
    parts: [{ asked: [fetch], places: [fetch], fetches: [fetch] }],
  }));
}

/**
 * Makes fewer requests of a plan's fetches, without making any wait for more than its own level:
 * - a fetch that nothing waits for joins a later one for the same objects, which knows all that it requires;
 * - a fetch that nothing waits for waits itself for a later one with the same selection;
 * - fetches of one level to one subgraph become one request; those with equal selections share one list of representations.
 * Only queries for entities take part, and only those whose text can be put together anew without a second thought.
 * @param sharesPlaces whether an entity that several places show may be asked for once, with one answer for all of them.
 */
export function mergeFetches(fetches: readonly PlannedFetch[], sharesPlaces = true): FetchGroup[] {
  const levels = levelsOf(fetches);
  const waitedFor = new Set(fetches.flatMap(({ after }) => [...after]));
  const traits = new Map(fetches.map(fetch => [fetch, traitsOf(fetch)] as const));
  const joined = new Map<PlannedFetch, PlannedFetch[]>();
  const left = new Set(fetches);

  const leaves = fetches.filter(fetch => !waitedFor.has(fetch) && traits.get(fetch) !== null);
  for (const leaf of leaves) {
    const own = traits.get(leaf)!;
    const later = [...left].find(other => {
      const its = traits.get(other);
      return (
        other !== leaf &&
        its !== null &&
        its !== undefined &&
        other.subgraph === leaf.subgraph &&
        levels.get(other)! > levels.get(leaf)! &&
        its.place === own.place &&
        its.typeCondition === own.typeCondition &&
        own.required.every(key => its.required.includes(key)) &&
        ![...own.keys].some(
          key => its.keys.has(key) || (joined.get(other) ?? []).some(more => traits.get(more)!.keys.has(key)),
        )
      );
    });
    if (later === undefined) continue;
    left.delete(leaf);
    joined.set(later, [...(joined.get(later) ?? []), leaf, ...(joined.get(leaf) ?? [])]);
    joined.delete(leaf);
  }

  const withJoined = (fetch: PlannedFetch) => [fetch, ...(joined.get(fetch) ?? [])];
  // Equal for fetches that, with what joined them, ask the same of the same kind of object.
  const signature = (fetch: PlannedFetch) => {
    const { typeCondition, required } = traits.get(fetch)!;
    const fields = withJoined(fetch).flatMap(each => traits.get(each)!.fields);
    return [fetch.subgraph, typeCondition, required.toSorted().join(), fields.toSorted().join()].join('|');
  };
  for (const leaf of leaves) {
    if (!left.has(leaf) || joined.has(leaf)) continue;
    const later = [...left].filter(
      other =>
        traits.get(other) !== null && levels.get(other)! > levels.get(leaf)! && signature(other) === signature(leaf),
    );
    if (later.length > 0) levels.set(leaf, Math.max(...later.map(other => levels.get(other)!)));
  }

  const groups = new Map<string, FetchGroup>();
  for (const fetch of left) {
    const canMerge = traits.get(fetch) !== null;
    const level = levels.get(fetch)!;
    const key = canMerge ? `${level} ${fetch.subgraph}` : `alone ${groups.size}`;
    const group = groups.get(key) ?? { subgraph: fetch.subgraph, level, parts: [] };
    groups.set(key, group);
    const same =
      canMerge && sharesPlaces
        ? group.parts.find(({ places }) => signature(places[0]!) === signature(fetch))
        : undefined;
    if (same !== undefined) {
      same.places.push(fetch);
      same.fetches.push(...withJoined(fetch));
    } else group.parts.push({ asked: withJoined(fetch), places: [fetch], fetches: withJoined(fetch) });
  }
  return [...groups.values()];
}

/** What merging looks at. */
interface FetchTraits {
  readonly place: string;
  readonly typeCondition: string;
  readonly required: readonly string[];
  /** Response names directly in the selection. */
  readonly keys: ReadonlySet<string>;
  /** What is selected, field by field. */
  readonly fields: readonly string[];
}

/** null for a fetch that stays alone. */
function traitsOf(fetch: PlannedFetch): FetchTraits | null {
  const { kind, requires, sets, fragments, inputRewrites, outputRewrites, contexts } = fetch;
  if (kind !== 'query' || requires === null || fragments.size > 0) return null;
  if (inputRewrites.length > 0 || outputRewrites.length > 0 || contexts.length > 0) return null;
  const [required] = requires;
  const [selection] = sets[0]!.set.selections;
  if (requires.length !== 1 || sets[0]!.set.selections.length !== 1) return null;
  if (required?.kind !== 'InlineFragment' || selection?.kind !== Kind.INLINE_FRAGMENT) return null;
  const typeCondition = selection.typeCondition?.name.value;
  if (typeCondition === undefined || required.typeCondition !== typeCondition) return null;
  const keys = new Set<string>();
  for (const field of selection.selectionSet.selections) {
    if (field.kind !== Kind.FIELD) return null;
    keys.add(field.alias?.value ?? field.name.value);
  }
  if (required.selections.some(field => field.kind !== 'Field' || field.selections !== undefined)) return null;
  let hasDirectives = false;
  visit(selection, { Directive: () => void (hasDirectives = true) });
  if (hasDirectives) return null;
  const requiredKeys = required.selections.flatMap(field =>
    field.kind === 'Field' ? [field.alias ?? field.name] : [],
  );
  return {
    place: fetch.path.join('.'),
    typeCondition,
    required: requiredKeys,
    keys,
    fields: selection.selectionSet.selections.map(field => stripIgnoredCharacters(print(field))),
  };
}

/** How many fetches must be done one after the other before each. */
function levelsOf(fetches: readonly PlannedFetch[]): Map<PlannedFetch, number> {
  const levels = new Map<PlannedFetch, number>();
  // Plans name a fetch after those it waits for.
  for (const fetch of fetches) {
    levels.set(fetch, 1 + Math.max(0, ...[...fetch.after].map(before => levels.get(before)!)));
  }
  return levels;
}
