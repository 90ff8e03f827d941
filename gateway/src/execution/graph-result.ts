import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';

/**
 * What an operation, or one event of a subscription, came to. `data` is JSON text, ready to be sent: UTF-8 held as latin1, one
 * character a byte. It is undefined when nothing was executed.
 */
export interface GraphResult {
  readonly data: string | undefined;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** The JSON text of a value, UTF-8 held as latin1. */
export function toLatin1Json(value: unknown): string {
  return toLatin1(JSON.stringify(value));
}

/** UTF-8 bytes of a text, one character a byte. */
export function toLatin1(text: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly the texts that are the same in both
  return /^[\x00-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** The text that `toLatin1` made its bytes of. */
export function fromLatin1(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
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
