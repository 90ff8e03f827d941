import { inspect } from 'node:util';
import { defaultTypeResolver, GraphQLError, isObjectType, type FieldNode, type GraphQLAbstractType } from 'graphql';
import type { SelectionScope } from './collect-fields.ts';
import { infoAt, type Completion, type Position } from './completion.ts';
import { ObjectCompletion } from './object.completion.ts';
import { isPromise, type Run } from './run.ts';

/** Interfaces and unions: the value says which object it is. */
export class AbstractCompletion implements Completion {
  readonly isNonNull: boolean;
  private readonly scope: SelectionScope;
  private readonly type: GraphQLAbstractType;
  private readonly nodes: readonly FieldNode[];
  private readonly byTypeName = new Map<string, ObjectCompletion>();

  constructor(isNonNull: boolean, scope: SelectionScope, type: GraphQLAbstractType, nodes: readonly FieldNode[]) {
    this.isNonNull = isNonNull;
    this.scope = scope;
    this.type = type;
    this.nodes = nodes;
  }

  complete(run: Run, position: Position, value: unknown): unknown {
    const resolveType = this.type.resolveType ?? defaultTypeResolver;
    const typeName: unknown = resolveType(value, run.contextValue, infoAt(run, position), this.type);
    if (isPromise(typeName)) {
      return typeName.then(resolved => this.completionFor(resolved, position).complete(run, position, value));
    }
    return this.completionFor(typeName, position).complete(run, position, value);
  }

  private completionFor(typeName: unknown, position: Position): ObjectCompletion {
    if (typeof typeName !== 'string') throw this.noType(position, `was resolved to ${inspect(typeName)}`);
    const known = this.byTypeName.get(typeName);
    if (known !== undefined) return known;
    const { schema } = this.scope;
    const type = schema.getType(typeName);
    if (!isObjectType(type) || !schema.isSubType(this.type, type)) {
      throw this.noType(position, `was resolved to "${typeName}", which is not one of its object types`);
    }
    const completion = new ObjectCompletion(this.isNonNull, this.scope, type, this.nodes);
    this.byTypeName.set(typeName, completion);
    return completion;
  }

  private noType({ field }: Position, what: string): GraphQLError {
    const place = `${field.parentType.name}.${field.name}`;
    return new GraphQLError(`Abstract type "${this.type.name}" ${what} for field "${place}".`, { nodes: this.nodes });
  }
}
