import { getOperationAST, parse, type FieldNode } from 'graphql';
import { describe, expect, it } from '@jest/globals';
import { createRequestContext } from '@polyphony/platform/context';
import { DownstreamServiceError } from '@polyphony/platform/errors';
import { eventCost, RequestRejectedError } from '@polyphony/platform/sockets';
import { until } from '../testing/until.ts';
import { makeResumable } from './resumable-operation.ts';
import { openResumingStream } from './resuming-stream.ts';
import { StreamInterruptedError } from './stream-interrupted.error.ts';
import type { StreamListener } from './subgraph-stream.ts';

const query = 'subscription { events(after: 2) { text } }';
const document = parse(query);
const operation = getOperationAST(document)!;
const resumable = makeResumable(document, operation, operation.selectionSet.selections[0] as FieldNode, ['Token'])!;

function open({ giveUpAfterMs = 5000, window = 10_000 } = {}) {
  const heard: string[] = [];
  const asked: { after: unknown; window: number; listener: StreamListener; grants: number[]; left: boolean }[] = [];
  let ending: { error: Error | undefined } | undefined;
  let resumed = 0;
  let blamed = 0;
  const stream = openResumingStream({
    open({ variables }, _context, listener, size) {
      const connection = {
        after: variables?.['resumeAfter'],
        window: size,
        listener,
        grants: [] as number[],
        left: false,
      };
      asked.push(connection);
      return { grant: amount => connection.grants.push(amount), leave: () => void (connection.left = true) };
    },
    operation: resumable,
    request: { query },
    context: createRequestContext(),
    listener: {
      event: text => heard.push(text),
      end: error => (ending = { error }),
      holdsUpOthers: () => void (blamed += 1),
    },
    window,
    pace: { firstDelayMs: 5, giveUpAfterMs },
    onResumed: () => (resumed += 1),
  });
  return {
    stream,
    heard,
    asked,
    last: () => asked.at(-1)!,
    ending: () => ending,
    resumed: () => resumed,
    blamed: () => blamed,
    say: (sequence: number) => asked.at(-1)!.listener.event(sent(sequence)),
  };
}

const sent = (sequence: number) => `{"data":{"events":{"resumeSequence":${sequence},"text":"${sequence}"}}}`;
const plain = (sequence: number) => `{"data":{"events":{"text":"${sequence}"}}}`;
const interruption = new StreamInterruptedError('chat', 'gone');

describe('A resuming stream', () => {
  it('goes on after the last event that was heard: nothing is lost and nothing comes twice', async () => {
    const { heard, asked, last, say, ending, resumed, blamed } = open();
    expect(last().after).toBe(2);
    say(3);
    say(4);
    last().listener.end(interruption);
    await until(() => asked.length === 2);
    expect(last().after).toBe(4);
    for (const sequence of [3, 4, 5, 6]) say(sequence);
    expect(heard).toEqual([3, 4, 5, 6].map(plain));
    last().listener.holdsUpOthers();
    last().listener.end();
    expect([ending(), resumed(), blamed()]).toEqual([{ error: undefined }, 1, 1]);
  });

  it('asks again as at first where nothing was heard yet', async () => {
    const { asked, last } = open();
    last().listener.end(interruption);
    await until(() => asked.length === 2);
    expect(last().after).toBe(2);
  });

  it('tries until somebody answers, and takes a shutdown for an interruption', async () => {
    const { asked, last, say, heard } = open();
    say(3);
    last().listener.end(new RequestRejectedError([{ message: 'Bye.', extensions: { code: 'CANCELLED' } }]));
    for (const attempts of [2, 3, 4]) {
      await until(() => asked.length === attempts);
      last().listener.end(new DownstreamServiceError('chat'));
    }
    await until(() => asked.length === 5);
    expect(last().after).toBe(3);
    say(4);
    expect(heard).toEqual([3, 4].map(plain));
  });

  it('ends with the last error when nobody answers for too long', async () => {
    const { last, say, ending, asked } = open({ giveUpAfterMs: 40 });
    say(3);
    last().listener.end(interruption);
    let answered = 1;
    await until(() => {
      if (asked.length > answered) {
        answered = asked.length;
        last().listener.end(new DownstreamServiceError('chat'));
      }
      return ending() !== undefined;
    });
    expect(ending()!.error).toMatchObject({ code: 'DOWNSTREAM_SERVICE_ERROR' });
    expect(answered).toBeGreaterThan(1);
  });

  it('does not try again what was refused, or was never begun', async () => {
    for (const error of [
      new RequestRejectedError([{ message: 'no', extensions: { code: 'NOT_FOUND' } }]),
      new DownstreamServiceError('chat'),
    ]) {
      const { last, ending, asked } = open();
      last().listener.end(error);
      expect(ending()!.error).toBe(error);
      expect(asked).toHaveLength(1);
    }
  });

  it('does not go on after events that told no sequence', () => {
    const { last, ending } = open();
    last().listener.event('{"data":null,"errors":[{"message":"no"}]}');
    last().listener.end(interruption);
    expect(ending()!.error).toBe(interruption);
  });

  it('gives back what its listener never saw, and asks for no more than is free when it goes on', async () => {
    const { stream, last, say, asked } = open({ window: 1000 });
    say(3);
    stream.grant(eventCost(plain(3)));
    expect(last().grants).toEqual([eventCost(sent(3))]);
    say(4);
    last().listener.end(interruption);
    await until(() => asked.length === 2);
    expect(last().window).toBe(1000 - eventCost(sent(4)));
  });

  it('ends, alone, with an event that is no JSON', () => {
    const { last, ending, heard } = open();
    last().listener.event('{"data": {"events":{"resumeSequence":oops}}}');
    expect(heard).toEqual([]);
    expect(last().left).toBe(true);
    expect(ending()?.error).toMatchObject({ code: 'DOWNSTREAM_SERVICE_ERROR' });
  });

  it('does not come back when it was left', async () => {
    const { stream, last, say, asked } = open();
    say(3);
    last().listener.end(interruption);
    stream.leave();
    await new Promise(resolve => setTimeout(resolve, 30));
    expect(asked).toHaveLength(1);
  });
});
