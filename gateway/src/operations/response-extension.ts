import type { IncomingHttpHeaders } from 'node:http';
import type { RequestContext } from '@polyphony/platform/context';
import type { GraphResult } from '../execution/index.ts';
import type { ReadyOperation } from './operation-runner.ts';

/** What was asked, who asked it, and what it came to. */
export interface Exchange {
  readonly ready: ReadyOperation;
  readonly context: RequestContext;
  /** Names are lower-case. */
  readonly headers: IncomingHttpHeaders;
  readonly result: GraphResult;
}

/** One entry of `extensions` in an answer, for clients that ask for it with a header. */
export interface ResponseExtension {
  /** Its key in `extensions`. */
  readonly name: string;
  /** The header, in lower case, by which clients ask for it, with any value. */
  readonly header: string;
  /** Called for clients that ask. undefined when this one may not see it, or there is nothing to tell. */
  valueFor(exchange: Exchange): unknown;
}

/** The `extensions` of an answer; undefined when there are none, which is the usual case. */
export function extensionsFor(
  extensions: readonly ResponseExtension[],
  exchange: Exchange,
): Record<string, unknown> | undefined {
  let values: Record<string, unknown> | undefined;
  for (const extension of extensions) {
    if (exchange.headers[extension.header] === undefined) continue;
    const value = extension.valueFor(exchange);
    if (value !== undefined) (values ??= {})[extension.name] = value;
  }
  return values;
}
