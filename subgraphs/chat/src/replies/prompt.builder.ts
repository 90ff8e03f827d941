import { fitToContext, type ChatMessage, type ChatModel, type ChatSource } from '@polyphony/inference/chat';
import { AppError, NotFoundError } from '@polyphony/platform/errors';
import type { ConversationRepository } from '../conversations/conversation.repository.ts';
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
  conversations: Pick<ConversationRepository, 'findByIds'>;
  memories: Pick<MemoryRepository, 'findForRecall'>;
  model: Pick<ChatModel, 'contextWindow' | 'countTokens'>;
  settings: Pick<ChatSettings, 'maxReplyTokens' | 'contextMessages' | 'contextMemories'>;
}

/** What a chat template spends around one message, at most. */
const tokensPerMessage = 8;
/** The part of the context window that memories may fill. */
const memoryShare = 1 / 8;

/** Puts together what the model is shown for a reply. */
export class PromptBuilder {
  private readonly options: PromptBuilderOptions;

  constructor(options: PromptBuilderOptions) {
    this.options = options;
  }

  /** @throws AppError when even the user's message alone does not fit, or the conversation was deleted meanwhile. */
  async build(reply: MessageDocument): Promise<Prompt> {
    const { messages, conversations, model, settings } = this.options;
    const [[conversation], branch, memories] = await Promise.all([
      conversations.findByIds(reply.user_id, [reply.conversation_id.toHexString()]),
      messages.findBranchAbove(reply.user_id, reply.conversation_id, reply.depth, settings.contextMessages),
      this.memoriesFor(reply),
    ]);
    if (conversation === undefined) throw new NotFoundError('Conversation');
    const question = branch.at(-1)?.content ?? '';
    const recalled = await this.recall(memories, question);

    const system = instructions(conversation.system_prompt, recalled);
    const sources = recalled.filter(memory => memory.memory_type !== MemoryKind.PREFERENCE).map(toSource);
    const history: ChatMessage[] = [
      ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
      ...branch.filter(({ content }) => content !== '').map(({ role, content }) => ({ role, content })),
    ];

    const maxReplyTokens = Math.min(settings.maxReplyTokens, Math.floor(model.contextWindow / 4));
    const sourceTokens = await this.countTokens(sources.map(({ title, text }) => `${title} ${text}`));
    const kept = await fitToContext(model, history, maxReplyTokens + sourceTokens);
    const estimatedTokens = sourceTokens + (await this.countTokens(kept.map(({ content }) => content)));
    if (estimatedTokens + maxReplyTokens > model.contextWindow) {
      throw new AppError(`The message is too long for the model, which reads ${model.contextWindow} tokens.`, {
        code: 'BAD_USER_INPUT',
      });
    }
    return { messages: kept, sources, maxReplyTokens, estimatedTokens };
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

function instructions(systemPrompt: string | null, memories: MemoryDocument[]): string {
  const preferences = memories
    .filter(memory => memory.memory_type === MemoryKind.PREFERENCE)
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
