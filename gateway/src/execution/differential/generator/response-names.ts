import type { Random } from '../random.ts';

/** Fields that are selected at one place of an operation, by response name; fragments at that place share it. */
export interface SelectedField {
  /** Name and arguments: fields of the same response name must not differ in it. */
  readonly call: string;
  readonly parentType: string;
  readonly type: string;
  readonly children: ResponseScope;
}

export type ResponseScope = Map<string, SelectedField>;

/** Whether a field may have this response name beside what is selected already. */
export function fits(scope: ResponseScope, responseName: string, field: Omit<SelectedField, 'children'>): boolean {
  const existing = scope.get(responseName);
  if (existing === undefined) return true;
  return existing.call === field.call && existing.type === field.type;
}

/**
 * A response name for a field: mostly its own, often the name of another field of the type, sometimes a new one.
 */
export function pickResponseName(random: Random, fieldName: string, otherNames: readonly string[]): string {
  if (random.chance(0.72)) return fieldName;
  if (random.chance(0.6)) return random.pick(otherNames);
  return random.pick(['x', 'y', '_z', 'alias1', 'constructor', 'hasOwnProperty', '_entities', 'data', 'toString']);
}
