import { setTimeout as sleep } from 'node:timers/promises';
import {
  startMeasuredProcess,
  type MeasuredProcess,
  type MeasuredProcessOptions,
} from '../processes/measured-process.ts';

/** A gateway under measurement, in a process of its own. */
export interface Contestant {
  readonly name: string;
  /** Of its GraphQL endpoint. */
  readonly url: string;
  readonly process: MeasuredProcess;
}

/** Starts a gateway that listens on this port, and waits until it answers. @throws Error with what it printed. */
export async function startContestant({
  port,
  resources,
  ...options
}: MeasuredProcessOptions & { port: number; resources: AsyncDisposableStack }): Promise<Contestant> {
  const process = resources.use(startMeasuredProcess(options));
  const url = `http://127.0.0.1:${port}/graphql`;
  const deadline = performance.now() + 60_000;
  while (!(await answers(url))) {
    // Asking it fails when it has ended, and says why.
    await process.cpu();
    if (performance.now() > deadline) throw new Error(`${options.name} did not answer in time:\n${process.output()}`);
    await sleep(50);
  }
  return { name: options.name, url, process };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{__typename}"}',
    });
    return (await response.text()).includes('"Query"');
  } catch {
    return false;
  }
}
