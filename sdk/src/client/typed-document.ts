/** An operation with the types of its result and variables, as generated in `src/generated`. */
export interface TypedDocument<Result, Variables> {
  toString(): string;
  /** `hash`: the SHA-256 of the text. */
  __meta__?: Record<string, unknown> | undefined;
  /** Never called: carries the types. */
  __apiType?: (variables: Variables) => Result;
}

/** Variables may be left out when all of them are optional. */
export type VariablesOf<Variables> =
  Record<string, never> extends Variables ? [variables?: Variables] : [variables: Variables];
