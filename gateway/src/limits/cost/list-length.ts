import { Kind, type ArgumentNode, type FieldNode, type GraphQLField, type ValueNode } from 'graphql';
import type { Variables } from '../../execution/index.ts';
import { bounded, type ListSize } from './cost-weights.ts';

/** A number, or how to get it from the variables of a request. */
export type Amount = number | ((variables: Variables) => number);

/** Values that variables have when a request leaves them out. */
export type VariableDefaults = ReadonlyMap<string, ValueNode>;

/**
 * How long the list is that a field asks for: the largest of its slicing arguments, wherever they say a number; else as long as is
 * assumed.
 */
export function lengthOf(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  { slicingArguments, assumedSize }: ListSize,
  defaults: VariableDefaults,
): Amount {
  const given = slicingArguments.flatMap(name => {
    const argument = node.arguments?.find(each => each.name.value === name);
    const declared: unknown = field.args.find(each => each.name === name)?.defaultValue;
    const amount = argument === undefined ? numberOf(declared) : amountOf(argument.value, declared, defaults);
    return amount === undefined ? [] : [amount];
  });
  const numbers = given.filter(amount => typeof amount === 'number');
  const fixed = numbers.length === 0 ? undefined : Math.max(...numbers);
  const computed = given.filter(amount => typeof amount === 'function');
  if (computed.length === 0) return fixed ?? assumedSize;
  return variables => {
    let length = fixed;
    for (const compute of computed) {
      const value = compute(variables);
      if (value !== undefined && (length === undefined || value > length)) length = value;
    }
    return length ?? assumedSize;
  };
}

/** Whether exactly one slicing argument has a value, or may have one through a variable. */
export function givesOneOf(node: FieldNode, field: GraphQLField<unknown, unknown>, names: readonly string[]): boolean {
  const given = names.filter(name =>
    node.arguments?.some(argument => argument.name.value === name && !isNull(argument)),
  );
  if (given.length > 0) return given.length === 1;
  return field.args.filter(({ name, defaultValue }) => names.includes(name) && defaultValue != null).length === 1;
}

const isNull = ({ value }: ArgumentNode) => value.kind === Kind.NULL;

/** What one argument says; undefined when it says nothing. A variable that is left out leaves the argument to its own default. */
function amountOf(
  value: ValueNode,
  declared: unknown,
  defaults: VariableDefaults,
): number | undefined | ((variables: Variables) => number | undefined) {
  if (value.kind !== Kind.VARIABLE) return fixedAmount(value);
  const name = value.name.value;
  const fallback = defaults.get(name);
  const otherwise = fallback !== undefined ? fixedAmount(fallback) : numberOf(declared);
  return variables => {
    const sent = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (sent === undefined) return otherwise;
    // Anything else is no valid Int: the request is refused when it is executed.
    return numberOf(sent);
  };
}

function fixedAmount(value: ValueNode): number | undefined {
  return value.kind === Kind.INT || value.kind === Kind.FLOAT ? numberOf(Number(value.value)) : undefined;
}

/** `null`, and fewer than none, say nothing of how long a list gets: services take them for their defaults, or for all there is. */
function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? bounded(value) : undefined;
}
