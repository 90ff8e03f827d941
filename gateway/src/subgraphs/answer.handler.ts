import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { connectionFailure, malformedFailure, statusFailure, type FetchFailure } from './fetch-failure.ts';

type Controller = Dispatcher.DispatchController;

/** How much of an answer that is no result goes into the log, in characters. */
const shownLength = 200;
const contentTypes = /^application\/(graphql-response\+)?json\s*(;|$)/i;

/**
 * Collects the answer to one fetch as text, UTF-8 held as latin1: a byte is a character, so chunks may be cut anywhere. Undici's
 * own `request` builds a stream, an EventEmitter and promises around the same calls, which costs more than all of this.
 */
export class AnswerHandler implements Dispatcher.DispatchHandler {
  private readonly resolve: (text: string) => void;
  private readonly reject: (reason: Error) => void;
  private readonly signal: AbortSignal;
  private readonly abort: () => void;
  private controller: Controller | undefined;
  private status = 0;
  private headers: IncomingHttpHeaders = {};
  private text = '';

  constructor(resolve: (text: string) => void, reject: (reason: Error) => void, signal: AbortSignal) {
    this.resolve = resolve;
    this.reject = reject;
    this.signal = signal;
    this.abort = () => {
      reject(signal.reason as Error);
      this.controller?.abort(signal.reason as Error);
    };
    signal.addEventListener('abort', this.abort, { once: true });
  }

  onRequestStart(controller: Controller): void {
    this.controller = controller;
    if (this.signal.aborted) controller.abort(this.signal.reason as Error);
  }

  onResponseStart(_controller: Controller, status: number, headers: IncomingHttpHeaders): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    if (this.status === 200) this.text += chunk.toString('latin1');
    else if (this.text.length < shownLength) this.text += chunk.toString('latin1', 0, shownLength);
  }

  onResponseEnd(): void {
    this.signal.removeEventListener('abort', this.abort);
    const failure = this.check();
    if (failure === null) this.resolve(this.text);
    else this.reject(failure);
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.signal.removeEventListener('abort', this.abort);
    this.reject(connectionFailure(error));
  }

  /** Looks at the outside of the answer; whoever reads its text finds out the rest. */
  private check(): FetchFailure | null {
    const { status, text, headers } = this;
    if (status !== 200) return statusFailure(status, text.slice(0, shownLength));
    const type = headers['content-type'];
    if (typeof type !== 'string' || !contentTypes.test(type)) {
      return malformedFailure(`It answered with ${type ?? 'no content type'}: ${text.slice(0, shownLength)}`);
    }
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') {
      return malformedFailure(`It answered with the encoding ${encoding}, which nobody asked for.`);
    }
    if (!/^\s*\{/.test(text) || !/\}\s*$/.test(text.slice(-16))) {
      return malformedFailure(`It answered with what is no JSON object: ${text.slice(0, shownLength)}`);
    }
    return null;
  }
}
