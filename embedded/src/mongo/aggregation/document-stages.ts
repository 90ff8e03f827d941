import { MongoError } from '../errors/mongo-error.ts';
import { compileProjection } from '../queries/projection.ts';
import { isDocument } from '../values/bson-type.ts';
import { addFields } from './add-fields.ts';
import { evaluateExpression, type ExpressionScope } from './expression.ts';
import type { Document } from 'bson';

/** Makes one document of another. */
export type DocumentStage = (document: Document) => Document;

/**
 * The stages that change each document for itself, which pipelines and updates by pipeline share; undefined for other names.
 */
export function documentStage(name: string, operand: unknown, scope: ExpressionScope): DocumentStage | undefined {
  switch (name) {
    case '$project':
      return project(operand, scope);
    case '$addFields':
    case '$set':
      return addFields(name, operand, scope);
    case '$unset':
      return unset(operand, scope);
    case '$replaceRoot':
      return replace(isDocument(operand) ? operand['newRoot'] : undefined, scope);
    case '$replaceWith':
      return replace(operand, scope);
    default:
      return undefined;
  }
}

function project(operand: unknown, scope: ExpressionScope): DocumentStage {
  const projection = isDocument(operand)
    ? compileProjection(operand, { filter: undefined, context: scope })
    : undefined;
  if (!projection)
    throw new MongoError(
      'BadValue',
      'Invalid $project :: caused by :: projection specification must have at least one field',
    );
  return projection;
}

function unset(operand: unknown, scope: ExpressionScope): DocumentStage {
  const paths: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (paths.length === 0 || !paths.every(path => typeof path === 'string' && path !== '' && !path.startsWith('$'))) {
    throw new MongoError('BadValue', '$unset specification must be a string or an array with at least one field');
  }
  return project(Object.fromEntries(paths.map(path => [path, 0])), scope);
}

function replace(expression: unknown, scope: ExpressionScope): DocumentStage {
  if (expression === undefined) throw new MongoError('BadValue', 'no newRoot specified for the $replaceRoot stage');
  return document => {
    const root = evaluateExpression(expression, document, scope);
    if (!isDocument(root)) throw new MongoError('BadValue', "'newRoot' expression must evaluate to an object");
    return root;
  };
}
