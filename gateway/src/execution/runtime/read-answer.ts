import { fromLatin1 } from '@polyphony/platform/text';
import type { FetchOperation } from '../program/fetch-operation.ts';
import type { Value } from '../program/value.ts';
import { readEntitiesText, readRootText, unpredicted } from './read-text.ts';
import type { SharedObjects } from './shared-objects.ts';
import { readComposite } from './read-values.ts';

/** What a subgraph answered. */
export interface Answer {
  /** The root object, or one list of entities for each part; null when there is no data. */
  readonly data: Value | readonly (readonly Value[])[];
  readonly errors: readonly unknown[];
}

/** An answer that is no GraphQL result, or does not fit what was asked. */
export class MalformedAnswerError extends Error {}

/**
 * Reads an answer that came as text.
 * @param typenames of the entities that were asked for, a list for each part.
 * @param sharedObjects takes up objects that places with equal text share; null when no two places may share one.
 * @throws MalformedAnswerError.
 */
export function readTextAnswer(
  operation: FetchOperation,
  text: string,
  typenames: readonly (readonly string[])[],
  sharedObjects: SharedObjects | null = null,
): Answer {
  try {
    const data = operation.isEntities
      ? readEntitiesText(
          text,
          operation.literals,
          operation.parts.map(({ reader }) => reader),
          typenames,
          sharedObjects,
        )
      : readRootText(text, operation.parts[0]!.reader, sharedObjects);
    return { data, errors: [] };
  } catch (error) {
    if (error !== unpredicted) throw error;
  }
  let result: unknown;
  try {
    result = JSON.parse(fromLatin1(text));
  } catch (error) {
    throw new MalformedAnswerError('The answer is not JSON.', { cause: error });
  }
  return readValueAnswer(operation, result, typenames);
}

/** Reads an answer that is there as JavaScript values. @throws MalformedAnswerError. */
export function readValueAnswer(
  operation: FetchOperation,
  result: unknown,
  typenames: readonly (readonly string[])[],
): Answer {
  if (typeof result !== 'object' || result === null) throw new MalformedAnswerError('The answer is no GraphQL result.');
  const { data, errors: told } = result as { data?: unknown; errors?: unknown };
  const errors = Array.isArray(told) ? (told as unknown[]) : [];
  if (data === null || data === undefined) {
    if (errors.length === 0) throw new MalformedAnswerError('The answer has neither data nor errors.');
    return { data: null, errors };
  }
  if (typeof data !== 'object' || Array.isArray(data)) throw new MalformedAnswerError('The data are no object.');
  if (!operation.isEntities) return { data: readComposite(operation.parts[0]!.reader, data), errors };
  const lists = operation.parts.map(({ alias, reader }, index) => {
    const list = (data as Record<string, unknown>)[alias];
    if (!Array.isArray(list) || list.length !== typenames[index]!.length) {
      throw new MalformedAnswerError(`The answer does not hold the ${typenames[index]!.length} entities asked for.`);
    }
    return list.map(entity => (Array.isArray(entity) ? null : (readComposite(reader, entity) ?? null)));
  });
  return { data: lists, errors };
}
