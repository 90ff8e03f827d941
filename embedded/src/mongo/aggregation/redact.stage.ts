import { isDocument } from '../values/bson-type.ts';
import { MongoError } from '../errors/mongo-error.ts';
import { evaluateExpression, type ExpressionScope } from './expression.ts';
import type { Stage } from './stage.ts';
import type { Document } from 'bson';

/** `$redact`: keeps, drops or goes into documents, as an expression says of each of them. */
export const redact: Stage = (documents, expression, scope) =>
  documents.flatMap(document => {
    const result = redacted(document, expression, scope);
    return result ? [result] : [];
  });

function redacted(document: Document, expression: unknown, scope: ExpressionScope): Document | undefined {
  const decision = evaluateExpression(expression, document, scope);
  if (decision === '$$KEEP') return document;
  if (decision === '$$PRUNE') return undefined;
  if (decision !== '$$DESCEND') throw new MongoError('BadValue', '$redact must return $$KEEP, $$PRUNE or $$DESCEND');
  const entries = Object.entries(document).map(
    ([name, value]) => [name, redactedValue(value, expression, scope)] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function redactedValue(value: unknown, expression: unknown, scope: ExpressionScope): unknown {
  if (isDocument(value)) return redacted(value, expression, scope);
  if (!Array.isArray(value)) return value;
  return value.map(item => redactedValue(item, expression, scope)).filter(item => item !== undefined);
}
