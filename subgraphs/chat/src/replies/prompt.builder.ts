import { fitToContext, type ChatMessage, type ChatModel, type ChatSource } from '@polyphony/inference/chat';
import { AppError } from '@polyphony/platform/errors';
import type { ChatSettings } from '../environment.ts';
import { MemoryKind } from '../memories/memory-kind.ts';
import type { MemoryDocument } from '../memories/memory.document.ts';
import { relevantMemories } from '../memories/memory.relevance.ts';
import type { MemoryRepository } from '../memories/memory.repository.ts';
import type { MessageDocument } from '../messages/message.document.ts';
import type { MessageRepository } from '../messages/message.repository.ts';

export interface Prompt {
  /** Oldest first: instructions, then the branch that the reply continues. */
  messages: ChatMessage[];
  sources: ChatSource[];
  maxReplyTokens: number;
  estimatedTokens: number;
}

export interface PromptBuilderOptions {
  messages: Pick<MessageRepository, 'findBranchAbove'>;
  memories: Pick<MemoryRepository, 'findForRecall'>;
  model: Pick<ChatModel, 'contextWindow' | 'countTokens'>;
  settings: Pick<ChatSettings, 'maxReplyTokens' | 'contextMessages' | 'contextMemories'>;
}

/** What a chat template spends around one message, at most. */
const tokensPerMessage = 8;
/** The part of the context window that memories may fill. */
const memoryShare = 1 / 8;
/** Few texts have more characters a token: what is longer than a window full of them need not be read from the store. */
const charactersPerToken = 8;
/** Messages; even, so that what is shown begins with one of the user's. */
const cutStep = 8;

/** Puts together what the model is shown for a reply. */
export class PromptBuilder {
  private readonly options: PromptBuilderOptions;

  constructor(options: PromptBuilderOptions) {
    this.options = options;
  }

  /** @throws AppError when even the user's message alone does not fit. */
  async build(reply: MessageDocument, systemPrompt: string | null): Promise<Prompt> {
    const { messages, model, settings } = this.options;
    const [branch, memories] = await Promise.all([
      messages.findBranchAbove(reply, {
        limit: settings.contextMessages,
        enoughCharacters: model.contextWindow * charactersPerToken,
      }),
      this.memoriesFor(reply),
    ]);
    const question = branch.at(-1)?.content ?? '';
    const recalled = await this.recall(memories, question);

    const system = instructions(systemPrompt, recalled);
    const sources = recalled.filter(memory => memory.memory_type !== MemoryKind.PREFERENCE).map(toSource);
    const opening: ChatMessage[] = system === '' ? [] : [{ role: 'system', content: system }];
    const turns = branch.filter(({ content }) => content !== '');

    const maxReplyTokens = Math.min(settings.maxReplyTokens, Math.floor(model.contextWindow / 4));
    const sourceTokens = await this.countTokens(sources.map(({ title, text }) => `${title} ${text}`));
    const fitting = await fitToContext(model, [...opening, ...turns.map(toChatMessage)], maxReplyTokens + sourceTokens);
    const shown = cutInSteps(turns.slice(opening.length - fitting.length));
    const history = [...opening, ...shown.map(toChatMessage)];
    const estimatedTokens = sourceTokens + (await this.countTokens(history.map(({ content }) => content)));
    if (estimatedTokens + maxReplyTokens > model.contextWindow) {
      throw new AppError(`The message is too long for the model, which reads ${model.contextWindow} tokens.`, {
        code: 'BAD_USER_INPUT',
      });
    }
    return { messages: history, sources, maxReplyTokens, estimatedTokens };
  }

  private async memoriesFor(reply: MessageDocument): Promise<MemoryDocument[]> {
    if (!reply.generation?.use_knowledge || this.options.settings.contextMemories === 0) return [];
    return this.options.memories.findForRecall(reply.user_id, reply.conversation_id, new Date());
  }

  /** The most relevant memories, as many as their share of the context window holds. */
  private async recall(memories: MemoryDocument[], question: string): Promise<MemoryDocument[]> {
    const { model, settings } = this.options;
    let room = model.contextWindow * memoryShare;
    const recalled: MemoryDocument[] = [];
    for (const memory of relevantMemories(memories, question, settings.contextMemories)) {
      room -= (await model.countTokens(memoryText(memory))) + tokensPerMessage;
      if (room < 0) break;
      recalled.push(memory);
    }
    return recalled;
  }

  private async countTokens(texts: string[]): Promise<number> {
    const counts = await Promise.all(texts.map(async text => this.options.model.countTokens(text)));
    return counts.reduce((sum, count) => sum + count + tokensPerMessage, 0);
  }
}

/**
 * Where the beginning of a long conversation is left out, it is left out in steps: the prompt then begins alike for several turns, and
 * a model that keeps what it has read (llama.cpp, prompt caches) need not read everything anew for each. At most half is given up.
 */
function cutInSteps(turns: MessageDocument[]): MessageDocument[] {
  if (turns[0]?.depth === 1) return turns;
  const start = turns.findIndex(({ depth }) => depth % cutStep === 1);
  return start > turns.length / 2 ? turns : turns.slice(Math.max(start, 0));
}

const toChatMessage = ({ role, content }: MessageDocument): ChatMessage => ({ role, content });

function instructions(systemPrompt: string | null, memories: MemoryDocument[]): string {
  const preferences = memories
    .filter(memory => memory.memory_type === MemoryKind.PREFERENCE)
    // Always in the same order, whatever is asked: a prompt that begins alike is read faster.
    .toSorted((left, right) => left.created_at.getTime() - right.created_at.getTime())
    .map(memory => `- ${memory.content}`);
  return [
    ...(systemPrompt === null ? [] : [systemPrompt]),
    ...(preferences.length === 0 ? [] : [`The user prefers:\n${preferences.join('\n')}`]),
  ].join('\n\n');
}

const memoryText = ({ question, content }: MemoryDocument): string =>
  question === null ? content : `${question}\n${content}`;

const toSource = (memory: MemoryDocument): ChatSource => ({
  id: memory._id.toHexString(),
  title: memory.question ?? 'Something the user asked to remember',
  text: memory.content,
});
