import { describe, expect, it } from '@jest/globals';
import { RunningOperation } from './running-operation.ts';

async function* numbers(count: number, signal: AbortSignal, log: string[] = []) {
  try {
    for (let n = 1; n <= count; n += 1) yield n;
    if (count === 0) await new Promise(() => undefined);
  } finally {
    log.push(signal.aborted ? 'aborted' : 'finished');
  }
}

describe('A running operation', () => {
  it('delivers the results of its source and finishes with it', async () => {
    const log: string[] = [];
    const results: number[] = [];
    const { finished } = RunningOperation.run(
      signal => numbers(3, signal, log),
      n => void results.push(n),
    );
    await finished;
    expect(results).toEqual([1, 2, 3]);
    expect(log).toEqual(['finished']);
  });

  it('takes what is at hand without waiting, while there is room and nobody ends it', async () => {
    const atHand = Array.from({ length: 6 }, (_, index) => index);
    const source = {
      poll: () => atHand.shift(),
      next: () => new Promise<never>(() => undefined),
    };
    const results: number[] = [];
    let makeRoom = () => {};
    const operation = RunningOperation.run(
      () => source,
      n => {
        results.push(n);
        if (n === 1) return new Promise<void>(resolve => (makeRoom = resolve));
        if (n === 3) operation.leave();
        return undefined;
      },
    );
    expect(results).toEqual([0, 1]);
    makeRoom();
    await operation.finished;
    expect(results).toEqual([0, 1, 2, 3]);
  });

  it('asks for the next result when the last was delivered', async () => {
    const waiting: (() => void)[] = [];
    let asked = 0;
    async function* source() {
      for (;;) yield (asked += 1);
    }
    const operation = RunningOperation.run(source, () => new Promise<void>(resolve => waiting.push(resolve)));
    const turn = () => new Promise(resolve => setImmediate(resolve));
    await turn();
    expect(asked).toBe(1);
    waiting[0]!();
    await turn();
    expect(asked).toBe(2);
    operation.leave();
  });

  it('ends with the given error while the source is silent', async () => {
    let reason: unknown;
    const operation = RunningOperation.run(
      signal => {
        signal.addEventListener('abort', () => (reason = signal.reason));
        return numbers(0, signal);
      },
      () => undefined,
    );
    const enough = new Error('enough');
    operation.end(enough);
    operation.end(new Error('too late'));
    await expect(operation.finished).rejects.toBe(enough);
    expect(reason).toBe(enough);
  });

  it('delivers nothing more once it was ended or left, and tells the source', async () => {
    for (const stop of ['end', 'leave'] as const) {
      const log: string[] = [];
      const results: number[] = [];
      const operation = RunningOperation.run(
        signal => numbers(9, signal, log),
        n => {
          results.push(n);
          if (n === 2) operation[stop](new Error('enough'));
          return undefined;
        },
      );
      await operation.finished.catch(() => undefined);
      await new Promise(resolve => setImmediate(resolve));
      expect(results).toEqual([1, 2]);
      expect(log).toEqual(['aborted']);
    }
  });

  it('lets a reader leave while the source is silent', async () => {
    let aborted = false;
    const operation = RunningOperation.run(
      signal => {
        signal.addEventListener('abort', () => (aborted = true));
        return numbers(0, signal);
      },
      () => undefined,
    );
    operation.leave();
    await operation.finished;
    expect(aborted).toBe(true);
  });

  it('fails with what the source, its start, or the delivery throws', async () => {
    async function* broken() {
      yield 1;
      throw new Error('broken');
    }
    await expect(RunningOperation.run(broken, () => undefined).finished).rejects.toThrow('broken');
    const refuse = () => {
      throw new Error('refused');
    };
    await expect(RunningOperation.run(refuse, () => undefined).finished).rejects.toThrow('refused');
    const log: string[] = [];
    await expect(RunningOperation.run(signal => numbers(3, signal, log), refuse).finished).rejects.toThrow('refused');
    expect(log).toEqual(['aborted']);
  });
});
