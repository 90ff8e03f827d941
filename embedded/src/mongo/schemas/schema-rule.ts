import type { Document } from 'bson';

/** A compiled `$jsonSchema`. */
export interface CompiledSchema {
  accepts(value: unknown): boolean;
  /** What keeps a value from being accepted, as the server's `errInfo.details` lists it; empty when it is accepted. */
  violations(value: unknown): Document[];
}

/** What one keyword demands: undefined when a value meets it, else what is wrong. */
export type SchemaRule = (value: unknown) => Document | undefined;

/** A keyword as it stands in a schema. */
export interface SchemaKeyword {
  readonly keyword: string;
  readonly operand: unknown;
  /** The schema it is part of, since some keywords depend on their neighbours. */
  readonly schema: Document;
  /** Compiles a schema within this one. */
  readonly compile: (schema: unknown) => CompiledSchema;
}

/** The description of a value that fails a keyword. */
export function failure({ keyword, operand }: SchemaKeyword, extra: Document = {}): Document {
  return { operatorName: keyword, specifiedAs: { [keyword]: operand }, ...extra };
}

/** A rule that only concerns some kinds of value and demands something of those. */
export function ruleFor<Value>(
  keyword: SchemaKeyword,
  applies: (value: unknown) => value is Value,
  holds: (value: Value) => boolean,
  reason: string,
): SchemaRule {
  return value => (applies(value) && !holds(value) ? failure(keyword, { reason, consideredValue: value }) : undefined);
}
