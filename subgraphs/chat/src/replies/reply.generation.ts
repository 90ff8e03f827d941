import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatFinish, ChatModel } from '@polyphony/inference/chat';
import { AppError } from '@polyphony/platform/errors';
import type { EventBus, Unsubscribe } from '@polyphony/platform/events';
import type { Logger } from '@polyphony/platform/logging';
import type { StreamStore } from '@polyphony/platform/streams';
import type { AnnounceConversation } from '../conversations/conversation.events.ts';
import type { ChatSettings } from '../environment.ts';
import type { CitationDocument, MessageDocument } from '../messages/message.document.ts';
import { MessageStatus } from '../messages/message-status.ts';
import type { UsageReporter } from '../usage/usage.reporter.ts';
import { countTokensSafely } from './count-tokens.ts';
import { DeltaBuffer } from './delta-buffer.ts';
import { Interruption } from './interruption.ts';
import type { PromptBuilder } from './prompt.builder.ts';
import { ReplySaver } from './reply.saver.ts';
import type { ReplyRepository, ReplyResult } from './reply.repository.ts';
import { ReplyStreamWriter } from './reply-stream.writer.ts';
import { stopTopic } from './stop.events.ts';
import { Transcript } from './transcript.ts';
import { untilAborted } from './until-aborted.ts';
import { within } from '../within.ts';

export interface ReplyGenerationDependencies {
  replies: Pick<ReplyRepository, 'begin' | 'save' | 'finish'>;
  prompts: Pick<PromptBuilder, 'build'>;
  model: ChatModel;
  streams: StreamStore;
  events: EventBus;
  usage: Pick<UsageReporter, 'report'>;
  announce: AnnounceConversation;
  generatorId: string;
  settings: ChatSettings;
  log: Logger;
}

export interface NewReply {
  reply: MessageDocument;
  /** The instructions of its conversation. */
  systemPrompt: string | null;
}

/** How long somebody else leaves the reporting of usage to the process that generated the reply. Milliseconds. */
const usageReportMs = 15_000;
/** How long a store that is away is given to take the end of a reply, and between two attempts. Milliseconds. */
const finishMs = 60_000;
const longestFinishPauseMs = 2000;
/** A model that ignores its limit of tokens is broken off here: text and positions of its pieces must fit into one document of 16 MB. */
const maxReplyCharacters = 500_000;
/** How long an engine that only makes things faster is waited for. Milliseconds. */
const engineMs = 1000;

/** Writes one reply, from PENDING to its end. */
export class ReplyGeneration {
  private readonly reply: MessageDocument;
  private readonly systemPrompt: string | null;
  private readonly dependencies: ReplyGenerationDependencies;
  private readonly transcript = new Transcript();
  private readonly citations: CitationDocument[] = [];
  private readonly interruption = new AbortController();
  private readonly saver: ReplySaver;
  private readonly writer: ReplyStreamWriter;
  private readonly buffer: DeltaBuffer;
  private promptTokens = 0;
  private heardCharacters = 0;
  private finishPart: ChatFinish | undefined;

  constructor({ reply, systemPrompt }: NewReply, dependencies: ReplyGenerationDependencies) {
    const { replies, streams, settings, log } = dependencies;
    this.reply = reply;
    this.systemPrompt = systemPrompt;
    this.dependencies = dependencies;
    this.saver = new ReplySaver({
      claim: this.claim,
      replies,
      transcript: this.transcript,
      settings,
      interrupt: reason => this.interrupt(reason),
      log,
    });
    this.writer = new ReplyStreamWriter({
      streams,
      messageId: this.id,
      mayWrite: () => this.saver.holdsLease,
      log,
    });
    this.buffer = new DeltaBuffer({
      windowMs: settings.coalesceMs,
      emit: text => this.writer.write(this.transcript.add(text)),
    });
  }

  /** Breaks the reply off; the first reason counts. */
  interrupt(reason: Interruption): void {
    this.interruption.abort(reason);
  }

  /** Resolves when the reply is finished, stored and announced, or lost to another process. Never rejects. */
  async run(): Promise<void> {
    const startedAt = performance.now();
    try {
      const listening = this.listenForStop();
      let failure: unknown;
      try {
        this.writer.begin();
        this.saver.start();
        await this.generate(listening);
      } catch (error) {
        failure = error;
      } finally {
        void listening.then(stopListening => stopListening());
      }
      await this.conclude(failure, performance.now() - startedAt);
    } catch (error) {
      // The lease runs out, and whoever finds that marks the reply as failed.
      this.dependencies.log.error({ err: error, messageId: this.id }, 'A reply could not be finished');
    } finally {
      await this.saver.stop();
    }
  }

  /** Without events a stop is still noticed, at the next save. */
  private async listenForStop(): Promise<Unsubscribe> {
    const { events, log } = this.dependencies;
    try {
      return await events.subscribe(stopTopic(this.id), () => this.interrupt(new Interruption('stopped')));
    } catch (error) {
      log.warn({ err: error, messageId: this.id }, 'Nobody can stop this reply by an event');
      return () => Promise.resolve();
    }
  }

  private async generate(listening: Promise<unknown>): Promise<void> {
    const { prompts, model, replies, settings } = this.dependencies;
    const { signal } = this.interruption;
    const prompt = await prompts.build(this.reply, this.systemPrompt);
    this.promptTokens = prompt.estimatedTokens;
    // A stop that was asked for before this moment is in the message, one after it arrives as an event.
    await within(listening, engineMs);
    const state = await replies.begin(this.claim, {
      promptTokens: prompt.estimatedTokens,
      leaseExpiresAt: new Date(Date.now() + settings.leaseMs),
      now: new Date(),
    });
    if (state === null) return this.interrupt(new Interruption('lost-lease'));
    if (state.stopRequested) this.interrupt(new Interruption('stopped'));

    const parts = model.stream({
      messages: prompt.messages,
      sources: prompt.sources,
      maxTokens: prompt.maxReplyTokens,
      signal,
    });
    for await (const part of untilAborted(parts, signal)) {
      if (part.type === 'text') this.hear(part.text);
      else if (part.type === 'finish') this.finishPart = part;
      else {
        const { sourceId: source, title, excerpt, score } = part;
        this.citations.push({ source, title, excerpt, score });
      }
    }
    if (this.finishPart === undefined) {
      throw new AppError('The model broke off its answer.', { code: 'INFERENCE_UNAVAILABLE' });
    }
  }

  private hear(text: string): void {
    const room = maxReplyCharacters - this.heardCharacters;
    this.heardCharacters += text.length;
    this.buffer.push(text.slice(0, room));
    if (text.length > room) throw new AppError('The reply became too long.', { code: 'INFERENCE_UNAVAILABLE' });
  }

  private async conclude(failure: unknown, latencyMs: number): Promise<void> {
    const { announce, usage } = this.dependencies;
    const interruption = this.interruption.signal.reason as Interruption | undefined;
    if (interruption?.kind === 'lost-lease') {
      this.dependencies.log.warn({ messageId: this.id }, 'A reply was taken over by another process');
      return;
    }
    this.buffer.flush();
    await within(this.writer.drain(), engineMs);
    const message = await this.finish({
      ...this.ending(failure, interruption),
      content: this.transcript.text,
      deltaOffsets: this.transcript.deltaOffsets,
      citations: this.citations,
      ...(await this.tokens()),
      finishedAt: new Date(),
      reportUsageAfter: new Date(Date.now() + usageReportMs),
    });
    if (message === null) return;
    await within(this.writer.finish(this.transcript.lastSequence), engineMs);
    await this.saver.stop();
    await announce(message.conversation_id.toHexString());
    await usage.report(message, latencyMs);
  }

  private ending(failure: unknown, interruption: Interruption | undefined): Pick<ReplyResult, 'status' | 'error'> {
    // A model that finished before it noticed the stop has finished.
    if (failure === undefined) return { status: MessageStatus.COMPLETE, error: null };
    if (interruption?.kind === 'stopped') return { status: MessageStatus.STOPPED, error: null };
    if (interruption?.kind === 'shutdown') {
      return { status: MessageStatus.FAILED, error: 'The server was shut down before the reply was complete.' };
    }
    this.dependencies.log.warn({ err: failure, messageId: this.id }, 'A reply failed');
    const error = failure instanceof AppError ? failure.message : 'The reply could not be generated.';
    return { status: MessageStatus.FAILED, error };
  }

  /** What the model counted; for a reply that it did not finish, what can be counted here. */
  private async tokens(): Promise<{ promptTokens: number; completionTokens: number }> {
    if (this.finishPart !== undefined) {
      const { promptTokens, completionTokens } = this.finishPart;
      return { promptTokens, completionTokens };
    }
    const completionTokens = await countTokensSafely(this.dependencies.model, this.transcript.text);
    return { promptTokens: this.promptTokens, completionTokens };
  }

  /** A store that is away is given some time; once it is back, the saver renews the lease before somebody else takes the reply. */
  private async finish(result: ReplyResult): Promise<MessageDocument | null> {
    const deadline = performance.now() + finishMs;
    for (let pause = 200; ; pause = Math.min(pause * 2, longestFinishPauseMs)) {
      try {
        return await this.dependencies.replies.finish(this.claim, result);
      } catch (error) {
        if (performance.now() + pause > deadline) throw error;
        await sleep(pause);
      }
    }
  }

  private get id(): string {
    return this.reply._id.toHexString();
  }

  private get claim() {
    return {
      messageId: this.reply._id,
      conversationId: this.reply.conversation_id,
      generatorId: this.dependencies.generatorId,
    };
  }
}
