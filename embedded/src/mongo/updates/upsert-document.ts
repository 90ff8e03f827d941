import { MongoError } from '../errors/mongo-error.ts';
import { isOperatorExpression } from '../queries/value-expression.ts';
import { isDocument } from '../values/bson-type.ts';
import { pathSegments, setAtPath } from '../values/paths.ts';
import type { Document } from 'bson';

/** The document an upsert starts from: the values the filter demands to be equal. */
export function documentFromFilter(filter: Document): Document {
  const document: Document = {};
  collectEqualities(filter, document);
  return document;
}

function collectEqualities(filter: Document, document: Document): void {
  for (const [name, expression] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(expression)) {
      for (const clause of expression) if (isDocument(clause)) collectEqualities(clause, document);
    } else if (name === '$or' && Array.isArray(expression) && expression.length === 1 && isDocument(expression[0])) {
      collectEqualities(expression[0], document);
    } else if (!name.startsWith('$')) addEquality(document, name, expression);
  }
}

function addEquality(document: Document, path: string, expression: unknown): void {
  let value: unknown = expression;
  if (expression instanceof RegExp) return;
  if (isOperatorExpression(expression)) {
    if ('$eq' in expression) value = expression['$eq'];
    else if (Array.isArray(expression['$all']) && expression['$all'].length === 1)
      [value] = expression['$all'] as unknown[];
    else if (Array.isArray(expression['$in']) && expression['$in'].length === 1)
      [value] = expression['$in'] as unknown[];
    else return;
  }
  if (path.split('.').some(segment => segment === ''))
    throw new MongoError('EmptyFieldName', `The path '${path}' contains an empty field name`);
  setAtPath(document, pathSegments(path), value);
}
