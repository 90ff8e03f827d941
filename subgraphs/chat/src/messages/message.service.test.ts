import { describe, expect, it } from '@jest/globals';
import { MongoError, ObjectId } from 'mongodb';
import { viewerNamed } from '../testing/chat-graph.ts';
import { MessageService, type MessageServiceOptions } from './message.service.ts';

/** A service whose store fails to store a turn, and what became of the request that was reserved for it. */
function failingWith(problem: Error) {
  const requests = { reserved: 0, refunded: 0 };
  const options = {
    loaders: {
      conversation: { load: () => Promise.resolve({ _id: new ObjectId(), is_archived: false }), clear: () => {} },
    },
    runner: { isOpen: true, generatorId: 'this-process' },
    quota: {
      reserve: () => Promise.resolve((requests.reserved += 1)),
      refund: () => Promise.resolve((requests.refunded += 1)),
    },
    turns: { append: () => Promise.reject(problem) },
    model: { provider: 'test', modelId: 'scripted' },
    settings: { leaseMs: 1000 },
  } as unknown as MessageServiceOptions;
  const sending = new MessageService(options).send(viewerNamed('alice'), {
    conversationId: new ObjectId().toHexString(),
    content: 'Hi',
  });
  return { requests, sending };
}

describe('sending a message that cannot be stored', () => {
  it('gives the request back', async () => {
    const { requests, sending } = failingWith(new MongoError('refused'));
    await expect(sending).rejects.toThrow('refused');
    expect(requests).toEqual({ reserved: 1, refunded: 1 });
  });

  it('does not give it back where the store did not say whether it was stored', async () => {
    const error = new MongoError('no answer');
    error.addErrorLabel('UnknownTransactionCommitResult');
    const { requests, sending } = failingWith(error);
    await expect(sending).rejects.toThrow('no answer');
    expect(requests).toEqual({ reserved: 1, refunded: 0 });
  });
});
