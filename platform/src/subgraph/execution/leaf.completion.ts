import { inspect } from 'node:util';
import type { GraphQLLeafType } from 'graphql';
import type { Completion, Position } from './completion.ts';
import type { Run } from './run.ts';

/** Scalars and enums. */
export class LeafCompletion implements Completion {
  readonly isNonNull: boolean;
  private readonly type: GraphQLLeafType;

  constructor(isNonNull: boolean, type: GraphQLLeafType) {
    this.isNonNull = isNonNull;
    this.type = type;
  }

  complete(_run: Run, _position: Position | undefined, value: unknown): unknown {
    const serialized: unknown = this.type.serialize(value);
    if (serialized !== null && serialized !== undefined) return serialized;
    throw new Error(`${this.type.name} made nothing of the value ${inspect(value)}.`);
  }
}
