import { inspect } from 'node:util';
import { GraphQLError, type FieldNode, type GraphQLObjectType } from 'graphql';
import type { SelectionScope } from './collect-fields.ts';
import { infoAt, type Completion, type Position } from './completion.ts';
import { isPromise, type Run } from './run.ts';
import { runSelection } from './run-selection.ts';
import { compileSubselection, type Selection } from './selection.ts';

/** Objects of a known type. */
export class ObjectCompletion implements Completion {
  readonly isNonNull: boolean;
  private readonly scope: SelectionScope;
  private readonly type: GraphQLObjectType;
  private readonly nodes: readonly FieldNode[];
  /** Compiled when the first object is there: many a branch never is. */
  private selection: Selection | undefined;

  constructor(isNonNull: boolean, scope: SelectionScope, type: GraphQLObjectType, nodes: readonly FieldNode[]) {
    this.isNonNull = isNonNull;
    this.scope = scope;
    this.type = type;
    this.nodes = nodes;
  }

  complete(run: Run, position: Position, value: unknown): unknown {
    const selection = (this.selection ??= compileSubselection(this.scope, this.type, this.nodes));
    if (this.type.isTypeOf) {
      const isOfType = this.type.isTypeOf(value, run.contextValue, infoAt(run, position));
      if (isPromise(isOfType)) {
        return isOfType.then(resolved => {
          if (!resolved) throw this.wrongType(value);
          return runSelection(run, selection, value, position.path);
        });
      }
      if (!isOfType) throw this.wrongType(value);
    }
    return runSelection(run, selection, value, position.path);
  }

  private wrongType(value: unknown): GraphQLError {
    return new GraphQLError(`Expected value of type "${this.type.name}" but got: ${inspect(value)}.`, {
      nodes: this.nodes,
    });
  }
}
