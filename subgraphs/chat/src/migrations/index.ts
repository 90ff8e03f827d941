import type { MongoMigration } from '@polyphony/platform/mongo';
import { conversationsAndMessages } from './2026-11-22-conversations-and-messages.migration.ts';
import { fullText } from './2026-11-22-full-text.migration.ts';
import { memoriesAndFiles } from './2026-11-22-memories-and-files.migration.ts';

/** In the order in which they are applied. */
export const chatMigrations: readonly MongoMigration[] = [conversationsAndMessages, fullText, memoriesAndFiles];
