import { cpuTime } from '../measurement/process-cpu.ts';

export interface MeasuredStart {
  /** From the start of the process to the line that says it is ready. Milliseconds. */
  readonly ready: number;
  /** From the start of the process to the answer to a first query. Milliseconds. */
  readonly answered: number;
  /** CPU of the process and of the programs that it ran to their end, until that answer. Milliseconds. */
  readonly cpu: number;
}

interface StartedServer {
  /** Address of the GraphQL endpoint. */
  endpoint: string;
  pid: number;
  stop(): Promise<unknown>;
}

/** Starts a server, asks it one query, and stops it. */
export async function measureStart(start: () => Promise<StartedServer>): Promise<MeasuredStart> {
  const startedAt = performance.now();
  const server = await start();
  try {
    const ready = performance.now() - startedAt;
    const response = await fetch(server.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    const body = await response.text();
    if (!body.includes('"Query"')) throw new Error(`Not an answer: ${body}`);
    const answered = performance.now() - startedAt;
    return { ready, answered, cpu: cpuTime(server.pid, { withEndedChildren: true }) };
  } finally {
    await server.stop();
  }
}
