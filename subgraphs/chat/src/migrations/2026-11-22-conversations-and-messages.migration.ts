import type { MongoMigration } from '@polyphony/platform/mongo';
import { anyDate } from '../any-date.ts';

export const conversationsAndMessages: MongoMigration = {
  name: '2026-11-22-conversations-and-messages',
  async up(db) {
    await db.collection('conversations').createIndexes([
      { key: { user_id: 1, created_at: -1 }, name: 'user_id_created_at' },
      // The list of a user's conversations, in its order.
      { key: { user_id: 1, deleted_at: 1, is_archived: 1, created_at: -1, _id: -1 }, name: 'user_list' },
      {
        key: { deleted_at: 1 },
        name: 'deleted_at',
        partialFilterExpression: { deleted_at: anyDate },
      },
    ]);
    await db.collection('messages').createIndexes([
      { key: { conversation_id: 1, created_at: 1 }, name: 'conversation_id_created_at' },
      // A page of the active branch of any number of conversations.
      { key: { conversation_id: 1, on_active_branch: 1, depth: 1 }, name: 'active_branch' },
      // Siblings; unique, so that two writers can never both continue from one message without noticing.
      { key: { parent_message_id: 1, conversation_id: 1, version: 1 }, name: 'versions', unique: true },
      { key: { 'images.cloud_url': 1 }, name: 'images_cloud_url', sparse: true },
      {
        key: { 'generation.lease_expires_at': 1 },
        name: 'running_replies',
        partialFilterExpression: { 'generation.lease_expires_at': anyDate },
      },
      {
        key: { 'generation.usage_retry_at': 1 },
        name: 'unrecorded_usage',
        partialFilterExpression: { 'generation.usage_retry_at': anyDate },
      },
    ]);
  },
};
