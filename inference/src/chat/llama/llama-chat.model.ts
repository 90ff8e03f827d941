import { cancelledError, InferenceError } from '../../errors/index.ts';
import type { ChatModel, ChatPart, ChatRequest } from '../chat.model.ts';
import { citationsIn, withSources } from '../source-prompt.ts';
import { promptTokens, toChatHistory } from './chat-history.ts';
import { loadLlamaEngine, type LlamaEngine } from './llama-engine.ts';
import { PartQueue } from './part-queue.ts';
import { commonPrefix, readPrompt } from './read-prompt.ts';
import { SlotPool } from './slot-pool.ts';

export interface LlamaChatModelOptions {
  /** How the model is called, for example `SmolLM2-135M-Instruct`. */
  name: string;
  modelPath: string;
  /** Tokens of prompt and reply together. Reading 4096 tokens takes 10 to 20 s on two cores. */
  contextWindow?: number;
  /** Replies generated side by side; further ones wait. */
  concurrency?: number;
  /** Requests that may wait; further ones get INFERENCE_RATE_LIMITED. */
  maxWaiting?: number;
}

/** With less room than this the library would cut the conversation by its own rules. */
const leastRoom = 32;

type Sequence = LlamaEngine['sequences'][number];
type Engine = LlamaEngine & { pool: SlotPool<Sequence> };

/** A GGUF model run by llama.cpp inside this process, on its own threads. It is loaded once, by `warm` or by the first request. */
export class LlamaChatModel implements ChatModel {
  readonly provider = 'llama.cpp';
  readonly modelId: string;
  private readonly options: Required<LlamaChatModelOptions>;
  private loading: Promise<Engine> | null = null;
  private loadedWindow: number | null = null;
  private readonly running = new Set<Promise<void>>();
  private readonly closing = new AbortController();

  constructor(options: LlamaChatModelOptions) {
    const { contextWindow = 4_096, concurrency = 2, maxWaiting = 32 } = options;
    this.options = { ...options, contextWindow, concurrency, maxWaiting };
    this.modelId = options.name;
  }

  get contextWindow(): number {
    return this.loadedWindow ?? this.options.contextWindow;
  }

  /**
   * Loads the model, which takes one to two seconds.
   * @throws InferenceError INFERENCE_UNAVAILABLE; the next call tries again
   */
  async warm(): Promise<void> {
    await this.engine();
  }

  async countTokens(text: string): Promise<number> {
    const { model } = await this.engine();
    return model.tokenize(text).length;
  }

  async *stream(request: ChatRequest): AsyncGenerator<ChatPart> {
    const leaving = new AbortController();
    const signal = AbortSignal.any([request.signal, leaving.signal, this.closing.signal]);
    const parts = new PartQueue<ChatPart>();
    const stop = () => parts.fail(cancelledError(signal.reason));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });

    // llama.cpp finishes its batch after an abort; the reader does not wait for that, only the sequence does.
    const work = this.generate(request, signal, part => parts.push(part)).then(
      () => parts.end(),
      error => parts.fail(signal.aborted ? cancelledError(signal.reason) : error),
    );
    this.running.add(work);
    void work.finally(() => this.running.delete(work));
    try {
      yield* parts.read();
    } finally {
      leaving.abort();
    }
  }

  /** Stops every reply and frees the model's memory. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.running);
    const engine = await this.loading?.catch(() => null);
    await engine?.dispose();
  }

  private async generate(request: ChatRequest, signal: AbortSignal, emit: (part: ChatPart) => void): Promise<void> {
    signal.throwIfAborted();
    const { model, wrapper, pool, contextWindow } = await this.engine();
    const { LlamaChat } = await import('node-llama-cpp');
    const history = toChatHistory(withSources(request.messages, request.sources));
    const prompt = promptTokens(history, wrapper, model);
    const room = contextWindow - prompt.length - 1;
    if (room < leastRoom) throw tooLong(prompt.length, contextWindow);

    const sequence = await pool.acquire(signal, candidate => commonPrefix(candidate, prompt));
    const chat = new LlamaChat({ contextSequence: sequence, chatWrapper: wrapper });
    try {
      await readPrompt(sequence, prompt, signal);
      let reply = '';
      let completionTokens = 0;
      const { metadata } = await chat.generateResponse(history, {
        signal,
        temperature: request.temperature ?? 0.7,
        topP: request.topP ?? 0.95,
        seed: request.seed,
        maxTokens: Math.min(request.maxTokens ?? room, room),
        customStopTriggers: request.stop,
        onResponseChunk: ({ type, text, tokens }) => {
          completionTokens += tokens.length;
          // A thinking model's thoughts are no part of its reply.
          if (type !== undefined || text === '' || signal.aborted) return;
          reply += text;
          emit({ type: 'text', text });
        },
      });
      for (const citation of citationsIn(reply, request.sources)) emit(citation);
      const reason = metadata.stopReason === 'maxTokens' ? 'length' : 'stop';
      emit({ type: 'finish', reason, promptTokens: prompt.length, completionTokens });
    } finally {
      // Otherwise the sequence, which outlives it, would remember it for ever.
      chat.dispose();
      pool.release(sequence);
    }
  }

  private engine(): Promise<Engine> {
    this.loading ??= this.load().catch(error => {
      this.loading = null;
      throw error;
    });
    return this.loading;
  }

  private async load(): Promise<Engine> {
    const { modelPath, contextWindow, concurrency, maxWaiting } = this.options;
    try {
      const engine = await loadLlamaEngine({ modelPath, contextWindow, concurrency });
      this.loadedWindow = engine.contextWindow;
      return { ...engine, pool: new SlotPool(engine.sequences, maxWaiting) };
    } catch (cause) {
      throw new InferenceError(`The model ${this.modelId} could not be loaded.`, {
        code: 'INFERENCE_UNAVAILABLE',
        cause,
      });
    }
  }
}

const tooLong = (tokens: number, contextWindow: number) =>
  new InferenceError(`The conversation has ${tokens} tokens, but the model reads at most ${contextWindow}.`, {
    code: 'BAD_USER_INPUT',
  });
