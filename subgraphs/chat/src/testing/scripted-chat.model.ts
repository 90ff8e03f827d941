import type { ChatModel, ChatPart, ChatRequest } from '@polyphony/inference/chat';
import { AppError } from '@polyphony/platform/errors';

/** One call of the model, which the test answers piece by piece. */
export class ScriptedReply {
  readonly request: ChatRequest;
  /** When the reader's signal fired, on the clock of performance.now(). */
  abortedAt: number | undefined;
  private readonly parts: ChatPart[] = [];
  private failure: unknown;
  private change = Promise.withResolvers<void>();

  constructor(request: ChatRequest) {
    this.request = request;
    request.signal.addEventListener('abort', () => {
      this.abortedAt = performance.now();
    });
  }

  say(...texts: string[]): this {
    return this.push(...texts.map(text => ({ type: 'text' as const, text })));
  }

  cite(sourceId: string): this {
    return this.push({ type: 'citation', sourceId, title: 'A source', excerpt: 'Some words', score: 0.5 });
  }

  finish({ promptTokens = 10, completionTokens = 5 } = {}): this {
    return this.push({ type: 'finish', reason: 'stop', promptTokens, completionTokens });
  }

  fail(error: unknown): void {
    this.failure = error;
    this.change.resolve();
  }

  private push(...parts: ChatPart[]): this {
    this.parts.push(...parts);
    this.change.resolve();
    return this;
  }

  async *stream(): AsyncGenerator<ChatPart> {
    const aborted = new Promise<void>(resolve => {
      this.request.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    for (;;) {
      while (this.parts.length > 0) {
        const part = this.parts.shift()!;
        yield part;
        if (part.type === 'finish') return;
      }
      if (this.failure !== undefined) throw this.failure;
      if (this.request.signal.aborted) throw new AppError('The model was stopped.', { code: 'CANCELLED' });
      await Promise.race([this.change.promise, aborted]);
      this.change = Promise.withResolvers();
    }
  }
}

export interface ScriptedChatModel extends ChatModel {
  /** All calls so far. */
  readonly calls: ScriptedReply[];
  /** The next call that nobody has asked for yet, once it is made. */
  nextCall(): Promise<ScriptedReply>;
  /** Answers every call from now on at once; otherwise calls wait for what the test says. */
  answerWith(answer: (reply: ScriptedReply) => void): void;
}

/** A chat model whose replies are written by the test. A token is one word. */
export function createScriptedChatModel({ modelId = 'scripted', contextWindow = 4096 } = {}): ScriptedChatModel {
  const calls: ScriptedReply[] = [];
  let taken = 0;
  let called = Promise.withResolvers<void>();
  let answer: ((reply: ScriptedReply) => void) | undefined;
  return {
    provider: 'test',
    modelId,
    contextWindow,
    countTokens: text => text.split(/\s+/).filter(word => word !== '').length,
    stream(request) {
      const reply = new ScriptedReply(request);
      calls.push(reply);
      answer?.(reply);
      called.resolve();
      return reply.stream();
    },
    calls,
    async nextCall() {
      while (calls.length <= taken) {
        await called.promise;
        called = Promise.withResolvers();
      }
      taken += 1;
      return calls[taken - 1]!;
    },
    answerWith(next) {
      answer = next;
    },
  };
}
