import { OperationTypeNode } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import type { Logger } from '@polyphony/platform/logging';
import { startSpan, type Span } from '@polyphony/platform/tracing';
import type { PreparedOperation } from '../execution/index.ts';
import type { GatewayMetrics } from '../metrics/index.ts';
import { identityOf } from './operation-identity.ts';

/** What became of an operation that could be prepared. */
export interface OperationOutcome {
  readonly operation: PreparedOperation;
  readonly context: RequestContext;
  /** `http` for queries and mutations that one request asked for and one answer answered. */
  readonly transport: string;
  /** `OK` or the first error's code. */
  readonly code: string;
  readonly errors: number;
  readonly durationMs: number;
  /** Events that a subscription sent. */
  readonly events?: number;
}

/** Hears of every operation, whatever its transport: counts it, writes its line into the log, and says in its span what it was. */
export interface OperationObserver {
  /** Names the request's span after the operation. */
  started(operation: PreparedOperation, context: RequestContext): void;
  /** A step of an operation as a span of its own; undefined where the operation is not traced. */
  step(name: string, context: RequestContext): Span | undefined;
  /** The operation could not be prepared. */
  refused(outcome: { context: RequestContext; code: string; durationMs: number }): void;
  finished(outcome: OperationOutcome): void;
  subscriptionStarted(operation: PreparedOperation, transport: string): void;
  eventSent(transport: string): void;
  subscriptionEnded(operation: PreparedOperation, transport: string): void;
}

export interface OperationObserverOptions {
  metrics: GatewayMetrics;
  /** Of the process; lines are written with the request's own. */
  log: Logger;
  /** Queries and mutations that take longer are logged as `info` even when all went well. */
  slowOperationMs: number;
}

export function createOperationObserver({
  metrics,
  log,
  slowOperationMs,
}: OperationObserverOptions): OperationObserver {
  return {
    started(operation, { span }) {
      if (span === undefined) return;
      const { type, name } = operation;
      span.updateName(name === undefined ? type : `${type} ${name}`);
      span.setAttributes({
        'graphql.operation.type': type,
        'graphql.document.hash': identityOf(operation).hash,
        ...(name !== undefined && { 'graphql.operation.name': name }),
      });
    },
    step: (name, { span }) => startSpan(name, span),
    refused({ context, code, durationMs }) {
      metrics.operationFinished({ type: 'unknown', code, durationMs, isPrepared: false });
      context.span?.setAttribute('graphql.response.code', code);
      context.log.info({ code, durationMs: rounded(durationMs) }, 'Operation refused');
    },
    finished({ operation, context, transport, code, errors, durationMs, events }) {
      const { type, name } = operation;
      metrics.operationFinished({ type, code, durationMs, name });
      context.span?.setAttribute('graphql.response.code', code);
      const isSlow = type !== OperationTypeNode.SUBSCRIPTION && durationMs >= slowOperationMs;
      const level = code !== 'OK' || isSlow ? 'info' : 'debug';
      if (!log.isLevelEnabled(level)) return;
      context.log[level](
        {
          operation: name,
          type,
          hash: identityOf(operation).hash,
          transport,
          code,
          ...(errors > 0 && { errors }),
          ...(events !== undefined && { events }),
          durationMs: rounded(durationMs),
          fetches: context.work?.fetches,
        },
        isSlow ? 'Slow operation' : 'Operation',
      );
    },
    subscriptionStarted: (operation, transport) =>
      metrics.subscriptionStarted(transport, identityOf(operation).rootField),
    eventSent: transport => metrics.eventSent(transport),
    subscriptionEnded: (operation, transport) => metrics.subscriptionEnded(transport, identityOf(operation).rootField),
  };
}

const rounded = (milliseconds: number) => Math.round(milliseconds * 100) / 100;
