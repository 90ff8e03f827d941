import { describe, expect, it } from '@jest/globals';
import { runOperation } from './running-operation.ts';

async function* numbers(count: number, signal: AbortSignal, log: string[] = []) {
  try {
    for (let n = 1; n <= count; n += 1) yield n;
    if (count === 0) await new Promise(() => undefined);
  } finally {
    log.push(signal.aborted ? 'aborted' : 'finished');
  }
}

describe('A running operation', () => {
  it('gives the results of its source and finishes with it', async () => {
    const log: string[] = [];
    const operation = runOperation(signal => numbers(3, signal, log));
    const results: number[] = [];
    for await (const result of operation) results.push(result);
    await operation.finished;
    expect(results).toEqual([1, 2, 3]);
    expect(log).toEqual(['finished']);
  });

  it('ends a reader that waits for a silent source with the given error', async () => {
    const operation = runOperation(signal => numbers(0, signal));
    const waiting = operation.next();
    operation.end(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    expect(await operation.next()).toEqual({ done: true, value: undefined });
    await operation.finished;
  });

  it('ends a reader that is busy at its next question', async () => {
    const log: string[] = [];
    const operation = runOperation(signal => numbers(9, signal, log));
    await operation.next();
    operation.end(new Error('enough'));
    operation.end(new Error('too late'));
    await expect(operation.next()).rejects.toThrow('enough');
    expect(log).toEqual(['aborted']);
  });

  it('lets a reader leave while the source is silent', async () => {
    let aborted = false;
    const operation = runOperation(signal => {
      signal.addEventListener('abort', () => (aborted = true));
      return numbers(0, signal);
    });
    const waiting = operation.next();
    await operation.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(aborted).toBe(true);
  });

  it('passes on what the source throws', async () => {
    const operation = runOperation(async function* () {
      yield 1;
      throw new Error('broken');
    });
    await operation.next();
    await expect(operation.next()).rejects.toThrow('broken');
    await operation.finished;
  });
});
