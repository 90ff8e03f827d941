import { BSONRegExp } from 'bson';
import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { allOf, arraySize, elementMatch } from './array.operators.ts';
import { equality, inequality, membership } from './comparison.operators.ts';
import { existence, typeTest } from './element.operators.ts';
import { bits, modulo } from './evaluation.operators.ts';
import { regexMatch } from './regex.operator.ts';
import type { FilterContext, OperatorTest, ValuePredicate } from './predicate.ts';

/** Whether what stands for a field's value is a document of operators, such as `{ $gt: 5 }`. */
export function isOperatorExpression(expression: unknown): expression is Record<string, unknown> {
  if (!isDocument(expression)) return false;
  const first = Object.keys(expression)[0];
  return first !== undefined && first.startsWith('$') && !['$ref', '$id', '$db'].includes(first);
}

/** The tests of what a filter gives for one field: a value to equal, a regular expression, or operators. */
export function operatorTests(expression: unknown, context: FilterContext): OperatorTest[] {
  if (expression instanceof RegExp || expression instanceof BSONRegExp) return [regexMatch(expression)];
  if (!isOperatorExpression(expression)) return [equality(expression, context)];
  const tests: OperatorTest[] = [];
  for (const [operator, operand] of Object.entries(expression)) {
    const test = operatorTest(operator, operand, expression, context);
    if (test) tests.push(test);
  }
  return tests;
}

function operatorTest(
  operator: string,
  operand: unknown,
  siblings: Record<string, unknown>,
  context: FilterContext,
): OperatorTest | undefined {
  switch (operator) {
    case '$eq':
      return equality(operand, context);
    case '$ne':
      if (operand instanceof RegExp) throw new MongoError('BadValue', "Can't have regex as arg to $ne.");
      return { ...equality(operand, context), negated: true };
    case '$lt':
    case '$lte':
    case '$gt':
    case '$gte':
      return inequality(operator, operand, context);
    case '$in':
    case '$nin':
      return membership(operator, operand, context);
    case '$not':
      return negation(operand, context);
    case '$exists':
      return existence(operand);
    case '$type':
      return typeTest(operand);
    case '$size':
      return arraySize(operand);
    case '$elemMatch':
      return elementMatch(operand, context);
    case '$all':
      return allOf(operand, context);
    case '$regex':
      return regexMatch(operand, siblings['$options']);
    case '$options':
      if (!('$regex' in siblings)) throw new MongoError('BadValue', '$options needs a $regex');
      return undefined;
    case '$mod':
      return modulo(operand);
    case '$bitsAllSet':
    case '$bitsAnySet':
    case '$bitsAllClear':
    case '$bitsAnyClear':
      return bits(operator, operand);
    case '$comment':
      return undefined;
    default:
      throw new MongoError('BadValue', `unknown operator: ${operator}`);
  }
}

function negation(operand: unknown, context: FilterContext): OperatorTest {
  if (!(operand instanceof RegExp) && !(operand instanceof BSONRegExp) && !isOperatorExpression(operand)) {
    throw new MongoError('BadValue', '$not needs a regex or a document');
  }
  return { perElement: false, negated: true, test: valueTest(operand, context) };
}

/** One test for all operators of an expression, applied to what a path leads to. */
function valueTest(expression: unknown, context: FilterContext): ValuePredicate {
  const tests = operatorTests(expression, context);
  return value => tests.every(test => satisfies(test, value) !== (test.negated === true));
}

/** As a test of one element of an array: if it is an array itself, its elements are not tried. */
export function elementTest(expression: unknown, context: FilterContext): ValuePredicate {
  const tests = operatorTests(expression, context);
  return value => tests.every(({ test, negated }) => test(value) !== (negated === true));
}

/** Whether a value at the end of a path satisfies a test, its elements tried where the test says so. */
export function satisfies({ test, perElement }: OperatorTest, value: unknown): boolean {
  return test(value) || (perElement && Array.isArray(value) && value.some(test));
}
