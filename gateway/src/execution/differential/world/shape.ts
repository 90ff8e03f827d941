import { getNamedType, isListType, isNonNullType, type GraphQLOutputType } from 'graphql';

/** How a field's value is built: its lists and where it may be null, down to a named type. */
export interface Shape {
  readonly nullable: boolean;
  /** The shape of the elements of a list. */
  readonly of: Shape | null;
  readonly name: string;
}

export function shapeOf(type: GraphQLOutputType): Shape {
  const nullable = !isNonNullType(type);
  const inner = isNonNullType(type) ? type.ofType : type;
  return {
    nullable,
    of: isListType(inner) ? shapeOf(inner.ofType as GraphQLOutputType) : null,
    name: getNamedType(type).name,
  };
}

/** The shape that satisfies both: null only where either allows it. */
export function stricterShape(one: Shape, other: Shape): Shape {
  return {
    nullable: one.nullable && other.nullable,
    of: one.of !== null && other.of !== null ? stricterShape(one.of, other.of) : null,
    name: one.name,
  };
}
