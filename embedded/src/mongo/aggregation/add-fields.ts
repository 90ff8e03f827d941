import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { defineField, pathSegments } from '../values/paths.ts';
import { evaluateExpression, type ExpressionScope } from './expression.ts';
import type { Document } from 'bson';

interface ComputedField {
  readonly segments: readonly string[];
  readonly expression: unknown;
}

/** `$addFields` and `$set`: computes fields from the document as it came in and puts them in, into each element of arrays. */
export function addFields(name: string, operand: unknown, scope: ExpressionScope): (document: Document) => Document {
  if (!isDocument(operand) || Object.keys(operand).length === 0) {
    throw new MongoError('BadValue', `${name} specification stage must be an object with at least one field`);
  }
  const fields = computedFields(operand, []);
  return document => {
    let result = document;
    for (const { segments, expression } of fields) {
      result = withField(result, segments, evaluateExpression(expression, document, scope)) as Document;
    }
    return result;
  };
}

/** A document that is no expression stands for the fields in it, so that what is beside them stays. */
function computedFields(specification: Document, prefix: readonly string[]): ComputedField[] {
  return Object.entries(specification).flatMap(([path, expression]) => {
    const segments = [...prefix, ...pathSegments(path)];
    if (segments.some(segment => segment === '' || segment.startsWith('$'))) {
      throw new MongoError('BadValue', `FieldPath '${segments.join('.')}' is not valid`);
    }
    const first = isDocument(expression) ? Object.keys(expression)[0] : undefined;
    if (first === undefined || first.startsWith('$')) return [{ segments, expression }];
    return computedFields(expression as Document, segments);
  });
}

/** A copy with a value at a path; undefined removes what is there. */
function withField(container: unknown, segments: readonly string[], value: unknown): unknown {
  const [segment, ...rest] = segments;
  if (segment === undefined) return value;
  if (Array.isArray(container)) return container.map(item => withField(item, segments, value));
  const copy: Document = isDocument(container) ? { ...container } : {};
  const inner =
    rest.length === 0 ? value : withField(Object.hasOwn(copy, segment) ? copy[segment] : undefined, rest, value);
  if (inner === undefined) delete copy[segment];
  else defineField(copy, segment, inner);
  return copy;
}
