/** An object of the made-up data. Everything it holds follows from its seed, so that every subgraph tells the same of it. */
export interface Instance {
  /** Name of an object type of the whole graph. */
  readonly type: string;
  /** What the object is known by: `Product:3` for an entity, the place where it was found for anything else. */
  readonly seed: string;
  /** What the gateway sent to reach the object; `@requires` reads it. */
  readonly representation?: Readonly<Record<string, unknown>>;
  /** The object that it was reached from, where that is known. */
  readonly parent?: Instance;
}

export const isInstance = (value: unknown): value is Instance =>
  typeof value === 'object' && value !== null && 'seed' in value && 'type' in value;
