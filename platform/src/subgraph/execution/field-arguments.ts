import {
  getArgumentValues,
  isNonNullType,
  Kind,
  valueFromAST,
  type FieldNode,
  type GraphQLField,
  type GraphQLArgument,
} from 'graphql';
import type { Variables } from './run.ts';

type Arguments = Record<string, unknown>;

/** Makes a fresh object of arguments for every call of a resolver, which may change it. @throws GraphQLError */
export type ReadArguments = (variables: Variables) => Arguments;

/**
 * Where every argument is absent, a constant that nobody can change, or a variable as it is, there is little left to do per call;
 * everything else is read from the syntax tree each time, as graphql-js does.
 */
export function compileArguments(field: GraphQLField<unknown, unknown>, node: FieldNode): ReadArguments {
  if (field.args.length === 0) return () => ({});
  const fromTree: ReadArguments = variables => getArgumentValues(field, node, variables);
  const sources: ArgumentSource[] = [];
  for (const argument of field.args) {
    const source = sourceOf(argument, node);
    if (source === 'tree') return fromTree;
    if (source !== null) sources.push(source);
  }
  return variables => {
    const values: Arguments = {};
    for (const { name, variable, isNonNull, value } of sources) {
      if (variable === undefined) {
        values[name] = value;
        continue;
      }
      const given = Object.hasOwn(variables, variable) ? variables[variable] : value;
      // graphql-js tells what is wrong in its own words.
      if (given === undefined ? Object.hasOwn(variables, variable) || isNonNull : given === null && isNonNull) {
        return fromTree(variables);
      }
      if (given !== undefined) values[name] = given;
    }
    return values;
  };
}

interface ArgumentSource {
  readonly name: string;
  readonly isNonNull: boolean;
  /** The variable that the argument is, where it is one. */
  readonly variable: string | undefined;
  /** The constant, or the default where the variable is not given. */
  readonly value: unknown;
}

/** null where the argument is simply absent, `tree` where it has to be read anew every time. */
function sourceOf({ name, type, defaultValue }: GraphQLArgument, node: FieldNode): ArgumentSource | 'tree' | null {
  const written = node.arguments?.find(argument => argument.name.value === name)?.value;
  const source = { name, isNonNull: isNonNullType(type), variable: undefined };
  if (written === undefined) {
    if (defaultValue === undefined) return source.isNonNull ? 'tree' : null;
    return { ...source, value: defaultValue };
  }
  if (written.kind === Kind.VARIABLE) return { ...source, variable: written.name.value, value: defaultValue };
  if (written.kind === Kind.LIST || written.kind === Kind.OBJECT) return 'tree';
  const value: unknown = valueFromAST(written, type);
  return value === undefined || (typeof value === 'object' && value !== null) ? 'tree' : { ...source, value };
}
