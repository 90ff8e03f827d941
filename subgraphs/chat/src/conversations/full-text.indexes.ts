import type { Document } from 'mongodb';
import { anyDate } from '../any-date.ts';

export interface FullTextIndex {
  name: string;
  field: string;
  /** Which documents it holds; queries must repeat it. */
  only?: Document;
}

/** The text indexes that search needs, by collection. */
export const fullTextIndexes = {
  conversations: { name: 'title_text', field: 'title' },
  // A running reply is saved several times a second: its text is indexed once, when it is finished.
  messages: { name: 'content_text', field: 'content', only: { finished_at: anyDate } },
} as const satisfies Record<string, FullTextIndex>;
