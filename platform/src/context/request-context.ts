import { randomUUID } from 'node:crypto';
import { silentLogger, type Logger } from '../logging/index.ts';
import type { Span } from '../tracing/index.ts';
import type { Viewer } from './viewer.ts';

/** What every resolver may know about the request it serves. */
export interface RequestContext {
  readonly requestId: string;
  readonly viewer: Viewer | null;
  readonly log: Logger;
  /** Aborted when the client leaves or the deadline passes. */
  readonly signal: AbortSignal;
  /** The client's address as the gateway saw it, where known. */
  readonly clientAddress?: string;
  readonly userAgent?: string;
  /** The span that this work is a part of; absent while tracing is off. */
  readonly span?: Span;
}

const never = new AbortController().signal;

/** Fills what the caller leaves out: a new request id, nobody as the viewer, a silent logger, a signal that never fires. */
export function createRequestContext(known: Partial<RequestContext> = {}): RequestContext {
  return { requestId: randomUUID(), viewer: null, log: silentLogger, signal: never, ...known };
}
