import { randomUUID } from 'node:crypto';
import { silentLogger, type Logger } from '../logging/index.ts';
import type { Span } from '../tracing/index.ts';
import type { Viewer } from './viewer.ts';

/** The program that asks, as it calls itself. */
export interface ClientApplication {
  readonly name: string;
  readonly version: string;
}

export interface RequestWork {
  /** Asked of subgraphs. */
  fetches: number;
}

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
  readonly application?: ClientApplication;
  /** The span that this work is a part of; absent while tracing is off. */
  readonly span?: Span;
  /** What the whole request has cost so far, counted where it is known; present in the gateway. */
  readonly work?: RequestWork;
  /**
   * What is asked for must have been asked after this moment, on the clock of `performance.now()`: what was under way before may not
   * show yet what an event is about. Absent where any answer will do that was not given yet.
   */
  readonly freshAfter?: number;
}

const never = new AbortController().signal;

/** Fills what the caller leaves out: a new request id, nobody as the viewer, a silent logger, a signal that never fires. */
export function createRequestContext(known: Partial<RequestContext> = {}): RequestContext {
  return { requestId: randomUUID(), viewer: null, log: silentLogger, signal: never, ...known };
}
