import type { ITracesAndStats } from '@apollo/usage-reporting-protobuf';
import type { GraphQLFormattedError } from 'graphql';
import type { ClientApplication } from '@polyphony/platform/context';
import { createDurationHistogram, type DurationHistogram } from './duration-histogram.ts';
import { countErrors, createErrorPaths, type ErrorPaths } from './error-paths.ts';
import type { OperationIdentity } from './operation-identity.ts';

/** One operation that ended. */
export interface UsedOperation {
  readonly identity: OperationIdentity;
  readonly durationMs: number;
  readonly errors: readonly GraphQLFormattedError[] | undefined;
  readonly application: ClientApplication | undefined;
  /** Whether it got as far as being executed. */
  readonly wasExecuted: boolean;
}

/** What was used of one schema since the last report. */
export interface UsageTally {
  add(used: UsedOperation): void;
  /** Whether so much came together that it should be reported. */
  readonly isFull: boolean;
  /** Hands over what was counted, and begins anew. */
  take(): { operationCount: number; tracesPerQuery: Record<string, ITracesAndStats>; dropped: number };
}

interface ClientStats {
  readonly application: ClientApplication;
  readonly durations: DurationHistogram;
  readonly errors: ErrorPaths;
  requests: number;
  requestsWithErrors: number;
}

interface OperationStats {
  readonly identity: OperationIdentity;
  readonly byClient: Map<string, ClientStats>;
}

const unnamed: ClientApplication = { name: '', version: '' };

/** Operations and clients that one report tells apart; beyond twice as many, operations are not counted. */
const roomyStats = 2000;

export function createUsageTally(): UsageTally {
  let operations = new Map<string, OperationStats>();
  let stats = 0;
  let executed = 0;
  let dropped = 0;

  function statsOf(identity: OperationIdentity, application: ClientApplication): ClientStats | undefined {
    let operation = operations.get(identity.key);
    const client = `${application.name}\n${application.version}`;
    let found = operation?.byClient.get(client);
    if (found !== undefined) return found;
    if (stats >= 2 * roomyStats) return undefined;
    if (operation === undefined) {
      operation = { identity, byClient: new Map() };
      operations.set(identity.key, operation);
    }
    found = {
      application,
      durations: createDurationHistogram(),
      errors: createErrorPaths(),
      requests: 0,
      requestsWithErrors: 0,
    };
    operation.byClient.set(client, found);
    stats += 1;
    return found;
  }

  return {
    add({ identity, durationMs, errors = [], application = unnamed, wasExecuted }) {
      if (wasExecuted) executed += 1;
      const found = statsOf(identity, application);
      if (found === undefined) {
        dropped += 1;
        return;
      }
      found.requests += 1;
      found.durations.add(durationMs);
      if (errors.length === 0) return;
      found.requestsWithErrors += 1;
      countErrors(found.errors, errors);
    },
    get isFull() {
      return stats >= roomyStats;
    },
    take() {
      const taken = {
        operationCount: executed,
        tracesPerQuery: Object.fromEntries([...operations].map(([key, operation]) => [key, toReport(operation)])),
        dropped,
      };
      operations = new Map();
      stats = executed = dropped = 0;
      return taken;
    },
  };
}

function toReport({ identity, byClient }: OperationStats): ITracesAndStats {
  return {
    referencedFieldsByType: identity.referencedFields,
    statsWithContext: [...byClient.values()].map(
      ({ application, durations, errors, requests, requestsWithErrors }) => ({
        context: { clientName: application.name, clientVersion: application.version },
        queryLatencyStats: {
          latencyCount: durations.toArray(),
          requestCount: requests,
          requestsWithErrorsCount: requestsWithErrors,
          requestsWithoutFieldInstrumentation: requests,
          rootErrorStats: errors,
        },
      }),
    ),
  };
}
