import { MongoError } from '../errors/mongo-error.ts';
import { findDocuments } from '../queries/find-documents.ts';
import { isDocument } from '../values/bson-type.ts';
import { readDocumentForExpressions } from '../values/bson-codec.ts';
import { encodeKey } from '../values/key-encoding.ts';
import { optionNumber } from '../values/numbers.ts';
import { pathSegments, setAtPath, somePathValue } from '../values/paths.ts';
import { evaluateExpression } from './expression.ts';
import type { Stage } from './stage.ts';
import type { Document } from 'bson';

/** `$graphLookup`: follows references from document to document, breadth first. */
export const graphLookup: Stage = (documents, operand, scope) => {
  if (!isDocument(operand))
    throw new MongoError('FailedToParse', 'the $graphLookup stage specification must be an object');
  const { from, startWith, connectFromField, connectToField, as, depthField, restrictSearchWithMatch } = operand;
  for (const [name, value] of Object.entries({ from, connectFromField, connectToField, as })) {
    if (typeof value !== 'string')
      throw new MongoError('FailedToParse', `expected string as argument for ${name} of $graphLookup`);
  }
  const maximumDepth = optionNumber(operand['maxDepth'], 'maxDepth', Infinity);
  const collection = scope.catalog.find(scope.database, from as string);
  const fromSegments = pathSegments(connectFromField as string);
  const { transaction, collation, deadline } = scope;
  return documents.map(document => {
    const start = evaluateExpression(startWith, document, scope) ?? null;
    const found = new Map<string, Document>();
    let frontier = Array.isArray(start) ? (start as unknown[]) : [start];
    for (let depth = 0; depth <= maximumDepth && frontier.length > 0; depth++) {
      const condition = { [connectToField as string]: { $in: frontier } };
      const filter = isDocument(restrictSearchWithMatch) ? { $and: [condition, restrictSearchWithMatch] } : condition;
      frontier = [];
      for (const { bson } of findDocuments(collection, { filter, transaction, collation, deadline })) {
        const match = readDocumentForExpressions(bson);
        const key = encodeKey(match['_id']);
        if (found.has(key)) continue;
        found.set(key, match);
        somePathValue(match, fromSegments, value => {
          if (Array.isArray(value)) frontier.push(...value);
          else if (value !== undefined) frontier.push(value);
          return false;
        });
        if (typeof depthField === 'string') setAtPath(match, pathSegments(depthField), depth);
      }
    }
    const result = { ...document };
    setAtPath(result, pathSegments(as as string), [...found.values()]);
    return result;
  });
};
