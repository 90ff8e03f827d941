import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { fromLatin1, toLatin1Json } from '@polyphony/platform/text';

/**
 * What an operation, or one event of a subscription, came to. `data` is JSON text, ready to be sent: UTF-8 held as latin1, one
 * character a byte. It is undefined when nothing was executed.
 */
export interface GraphResult {
  readonly data: string | undefined;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** The whole response body, UTF-8 held as latin1: send it with the encoding `latin1`. */
export function encodeResult({ data, errors }: GraphResult, extensions?: Record<string, unknown>): string {
  let body = '{';
  if (errors !== undefined && errors.length > 0) body += `"errors":${toLatin1Json(errors)}`;
  if (data !== undefined) body += `${body === '{' ? '' : ','}"data":${data}`;
  if (extensions !== undefined) body += `${body === '{' ? '' : ','}"extensions":${toLatin1Json(extensions)}`;
  return `${body}}`;
}

/** The result as objects, for those who do not send it as text. */
export function readResult({ data, errors }: GraphResult): FormattedExecutionResult {
  return {
    ...(errors !== undefined && errors.length > 0 && { errors }),
    ...(data !== undefined && { data: JSON.parse(fromLatin1(data)) as Record<string, unknown> | null }),
  };
}
