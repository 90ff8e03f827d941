import type { RequestContext } from '@polyphony/platform/context';
import { DownstreamServiceError } from '@polyphony/platform/errors';
import { eventCost } from '@polyphony/platform/sockets';
import type { SubgraphRequest } from '@polyphony/platform/subgraph';
import { takeSequence, type SequencedEvent } from './event-sequence.ts';
import type { ResumableOperation } from './resumable-operation.ts';
import { isInterruption, isUnreachable } from './stream-interrupted.error.ts';
import type { OpenStream, StreamListener, SubgraphStream } from './subgraph-stream.ts';

export interface ResumePace {
  /** Wait before the first attempt; doubles with every further one, up to 5 seconds, and is spread by chance. */
  firstDelayMs: number;
  /** How long to try before giving up. */
  giveUpAfterMs: number;
}

export const defaultResumePace: ResumePace = { firstDelayMs: 100, giveUpAfterMs: 30_000 };

const longestDelayMs = 5000;

export interface ResumingStreamOptions {
  open: OpenStream;
  operation: ResumableOperation;
  request: SubgraphRequest;
  context: RequestContext;
  listener: StreamListener;
  window: number;
  pace: ResumePace;
  onResumed: () => void;
}

/**
 * A stream that outlives its connection: when the subgraph is gone, it asks again, for what comes after the last event that was
 * heard, until somebody answers. The listener hears every event once, in order, and nothing of the interruption.
 */
export function openResumingStream({
  open,
  operation,
  request,
  context,
  listener,
  window,
  pace,
  onResumed,
}: ResumingStreamOptions): SubgraphStream {
  let sequence: number | undefined;
  let hasHeard = false;
  let left = window;
  // Of what the subgraph sent, that the listener never saw: it cannot give it back.
  let unseen = 0;
  let attempt = 0;
  let interruptedAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const holdsUpOthers = () => listener.holdsUpOthers();
  let stream = connect();

  function connect(): SubgraphStream {
    return open(
      operation.request(request, sequence),
      context,
      { event: hear, end: hearEnd, holdsUpOthers },
      Math.max(1, left),
    );
  }

  function hear(sent: string): void {
    if (isOver) return;
    const event = read(sent);
    if (event === undefined) return;
    hasHeard = true;
    left -= eventCost(sent);
    if (interruptedAt !== undefined) {
      interruptedAt = undefined;
      attempt = 0;
      onResumed();
    }
    if (event.sequence !== undefined && sequence !== undefined && event.sequence <= sequence) {
      unseen += eventCost(sent);
      return;
    }
    if (event.sequence !== undefined) sequence = event.sequence;
    unseen += sent.length - event.text.length;
    listener.event(event.text);
  }

  /** What a subgraph sends need not be JSON: that is the end of this stream, and of no other. */
  function read(sent: string): SequencedEvent | undefined {
    try {
      return takeSequence(sent, operation);
    } catch (error) {
      stream.leave();
      finish(new DownstreamServiceError(request.operationName ?? 'subscription', error));
      return undefined;
    }
  }

  function hearEnd(error?: Error): void {
    if (isOver) return;
    if (error === undefined || !(interruptedAt === undefined ? isInterruption(error) : isUnreachable(error)))
      return finish(error);
    // What was heard cannot be told from what was not.
    if (hasHeard && sequence === undefined) return finish(error);
    interruptedAt ??= performance.now();
    const delay = Math.min(pace.firstDelayMs * 2 ** attempt, longestDelayMs) * (0.5 + Math.random() / 2);
    if (performance.now() + delay - interruptedAt > pace.giveUpAfterMs) return finish(error);
    attempt += 1;
    timer = setTimeout(() => (stream = connect()), delay);
    timer.unref();
  }

  function finish(error?: Error): void {
    isOver = true;
    listener.end(error);
  }

  return {
    grant(amount) {
      left += amount + unseen;
      stream.grant(amount + unseen);
      unseen = 0;
    },
    leave() {
      isOver = true;
      clearTimeout(timer);
      stream.leave();
    },
  };
}
