import { CancelledError, GatewayTimeoutError } from '@polyphony/platform/errors';
import { abortError } from '../deadlines/index.ts';

export interface SharedFetchOptions {
  /** Does the work; rejects as soon as the signal aborts. */
  start: (signal: AbortSignal) => Promise<string>;
  timeoutMs: number;
  /** How many mutations had been sent, or had ended, before this one began. */
  writesBefore: number;
  /** Called once, as soon as nobody can join any more. */
  onEnd: () => void;
}

/** One fetch and all who wait for its answer. It ends with its answer, at its deadline, or when the last of them leaves. */
export class SharedFetch {
  readonly writesBefore: number;
  /** On the clock of `performance.now()`. */
  readonly startedAt = performance.now();
  private readonly controller = new AbortController();
  private readonly answer: Promise<string>;
  private readonly timer: NodeJS.Timeout;
  private readonly onEnd: () => void;
  private waiting = 0;
  private hasEnded = false;

  constructor({ start, timeoutMs, writesBefore, onEnd }: SharedFetchOptions) {
    this.writesBefore = writesBefore;
    this.onEnd = onEnd;
    this.timer = setTimeout(() => this.controller.abort(new GatewayTimeoutError()), timeoutMs);
    this.answer = start(this.controller.signal);
    const end = () => this.end();
    this.answer.then(end, end);
  }

  /** The answer for one more. @throws what the fetch throws, or what this one's own signal was aborted with. */
  wait(signal: AbortSignal): Promise<string> {
    this.waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = () => {
        reject(abortError(signal));
        this.waiting -= 1;
        if (this.waiting > 0 || this.hasEnded) return;
        this.end();
        this.controller.abort(new CancelledError('Nobody waits for it any more.'));
      };
      signal.addEventListener('abort', leave, { once: true });
      const stopListening = () => signal.removeEventListener('abort', leave);
      this.answer.then(stopListening, stopListening);
      this.answer.then(resolve, reject);
    });
  }

  private end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    clearTimeout(this.timer);
    this.onEnd();
  }
}
