import { createHash } from 'node:crypto';
import os from 'node:os';
import type { IReport } from '@apollo/usage-reporting-protobuf';
import { printSchema, type GraphQLSchema } from 'graphql';
import type { Logger } from '@polyphony/platform/logging';
import type { GraphExecution } from '../execution/index.ts';
import { observeExecution } from './observed-execution.ts';
import { sendReport } from './send-report.ts';
import { createUsageTally, type UsageTally } from './usage-tally.ts';

export interface UsageReporterOptions {
  apiKey: string;
  graphRef: string;
  endpoint: string;
  log: Logger;
  intervalMs?: number;
  /** How often sending a report is tried, each time for so long. */
  attempts?: number;
  timeoutMs?: number;
}

/** Reports to Apollo what operations, fields and clients use, how long it takes and what fails; never data, variables or headers. */
export interface UsageReporter {
  /** The same execution, whose operations are reported. */
  observe(execution: GraphExecution): GraphExecution;
  /** Sends what was not sent yet, in one attempt. */
  close(): Promise<void>;
}

export function createUsageReporter({
  apiKey,
  graphRef,
  endpoint,
  log,
  intervalMs = 20_000,
  attempts = 5,
  timeoutMs = 10_000,
}: UsageReporterOptions): UsageReporter {
  const closing = new AbortController();
  /** Those with something to report: what a graph that was replaced has not reported yet must not keep it for ever. */
  const waiting = new Map<UsageTally, GraphQLSchema>();
  let sending: Promise<void> | undefined;
  const timer = setInterval(() => void flush(), intervalMs).unref();

  /** One at a time: what is used in the meantime is counted together, so that a destination that is down costs no memory. */
  function flush(): Promise<void> {
    return (sending ??= sendAll().finally(() => {
      sending = undefined;
    }));
  }

  async function sendAll(): Promise<void> {
    const tallies = [...waiting];
    waiting.clear();
    for (const [tally, schema] of tallies) {
      const { dropped, ...counted } = tally.take();
      try {
        const report = { ...counted, header: header(graphRef, schema), endTime: timestamp(Date.now()) };
        const patience = closing.signal.aborted ? { attempts: 1, timeoutMs: 2000 } : { attempts, timeoutMs };
        await sendReport(report, { endpoint, apiKey }, { ...patience, signal: closing.signal });
        if (dropped > 0)
          log.warn({ dropped }, 'More different operations than a usage report holds; the rest was left out');
      } catch (error) {
        log.warn({ err: error, operations: counted.operationCount }, 'A usage report could not be sent and is dropped');
      }
    }
  }

  return {
    observe(execution) {
      const tally = createUsageTally();
      return observeExecution(execution, used => {
        tally.add(used);
        waiting.set(tally, execution.schema);
        if (tally.isFull && sending === undefined) void flush();
      });
    },
    async close() {
      clearInterval(timer);
      closing.abort();
      await sending;
      await flush();
    },
  };
}

const schemaIds = new WeakMap<GraphQLSchema, string>();

function header(graphRef: string, schema: GraphQLSchema): NonNullable<IReport['header']> {
  let executableSchemaId = schemaIds.get(schema);
  if (executableSchemaId === undefined) {
    executableSchemaId = createHash('sha256').update(printSchema(schema)).digest('hex');
    schemaIds.set(schema, executableSchemaId);
  }
  return {
    graphRef,
    executableSchemaId,
    hostname: os.hostname(),
    agentVersion: 'polyphony-gateway',
    runtimeVersion: `node ${process.version}`,
    uname: `${os.platform()}, ${os.type()}, ${os.release()}, ${os.arch()}`,
  };
}

const timestamp = (ms: number) => ({ seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1_000_000 });
