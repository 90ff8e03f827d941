import { BadUserInputError } from '@polyphony/platform/errors';
import type { ClientRequest } from '../operations/index.ts';

/** Reads the operation from a parsed JSON body. @throws BadUserInputError naming the field. */
export function readOperation(body: unknown): ClientRequest {
  if (Array.isArray(body)) throw new BadUserInputError('Batches of operations are not run here.', '');
  if (!isRecord(body)) throw new BadUserInputError('The body must be a JSON object with an operation.', '');
  const { query, documentId, operationName, variables, extensions } = body;
  requireText(query, 'query');
  requireText(documentId, 'documentId');
  requireText(operationName, 'operationName');
  requireRecord(variables, 'variables');
  requireRecord(extensions, 'extensions');
  return { query, documentId, operationName, variables, extensions };
}

/** Reads the operation from the parameters of a GET. @throws BadUserInputError naming the field. */
export function readOperationParameters(parameters: unknown): ClientRequest {
  const { query, documentId, operationName, variables, extensions } = parameters as Record<string, unknown>;
  return readOperation({
    query,
    documentId,
    operationName,
    variables: parseParameter(variables, 'variables'),
    extensions: parseParameter(extensions, 'extensions'),
  });
}

function parseParameter(value: unknown, field: string): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new BadUserInputError(`The parameter "${field}" is not JSON.`, field);
  }
}

type Given<Value> = Value | null | undefined;

function requireText(value: unknown, field: string): asserts value is Given<string> {
  if (value === undefined || value === null || typeof value === 'string') return;
  throw new BadUserInputError(`"${field}" must be a string.`, field);
}

function requireRecord(value: unknown, field: string): asserts value is Given<Record<string, unknown>> {
  if (value === undefined || value === null || isRecord(value)) return;
  throw new BadUserInputError(`"${field}" must be an object.`, field);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
