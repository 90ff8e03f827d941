import type { ObjectId } from 'mongodb';
import type { MessageDocument } from './message.document.ts';
import { MessageStatus } from './message-status.ts';

/** What every new message of the active branch begins with. */
export function newMessage(
  { conversationId, userId, now }: { conversationId: ObjectId; userId: string; now: Date },
  { parentId, depth }: { parentId: ObjectId | null; depth: number },
): Omit<MessageDocument, '_id' | 'role'> {
  return {
    conversation_id: conversationId,
    user_id: userId,
    content: '',
    status: MessageStatus.COMPLETE,
    images: [],
    files: [],
    citations: [],
    metadata: {},
    version: 1,
    parent_message_id: parentId,
    depth,
    on_active_branch: true,
    is_edited: false,
    is_stopped: false,
    model: null,
    provider: null,
    prompt_tokens: null,
    completion_tokens: null,
    error: null,
    created_at: now,
    finished_at: null,
  };
}
