import type { Collection, Db, Document, ObjectId } from 'mongodb';
import type { MessageDocument } from '../messages/message.document.ts';
import type { ConversationDocument } from './conversation.document.ts';
import { fullTextIndexes } from './full-text.indexes.ts';
import { createTextMatcher, type TextMatcher } from './text.matcher.ts';

interface Hit {
  _id: ObjectId;
  score: number;
}

/** How much more a word in a title tells than the same word in a message. */
const titleWeight = 3;

/** Full-text search over the titles and messages of one user's conversations. */
export class ConversationSearch {
  private readonly conversations: Collection<ConversationDocument>;
  private readonly messages: Collection<MessageDocument>;
  private readonly matcher: TextMatcher;

  private constructor(db: Db, matcher: TextMatcher) {
    this.conversations = db.collection<ConversationDocument>('conversations');
    this.messages = db.collection<MessageDocument>('messages');
    this.matcher = matcher;
  }

  static async create(db: Db): Promise<ConversationSearch> {
    return new ConversationSearch(db, await createTextMatcher(db));
  }

  /** Ids of the conversations that match any word of the query, best first; at most `limit`. Deleted ones may be among them. */
  async find(userId: string, query: string, limit: number): Promise<string[]> {
    const best: Document[] = [{ $sort: { score: -1, _id: -1 } }, { $limit: limit }];
    const [titles, messages] = await Promise.all([
      this.conversations
        .aggregate<Hit>([
          { $match: { user_id: userId, deleted_at: null, ...this.matcher.filter('title', query) } },
          { $project: { score: this.matcher.score } },
          ...best,
        ])
        .toArray(),
      this.messages
        .aggregate<Hit>([
          { $match: { user_id: userId, ...fullTextIndexes.messages.only, ...this.matcher.filter('content', query) } },
          { $project: { conversation_id: 1, score: this.matcher.score } },
          { $group: { _id: '$conversation_id', score: { $max: '$score' } } },
          ...best,
        ])
        .toArray(),
    ]);
    return ranked(titles, messages).slice(0, limit);
  }
}

function ranked(titles: Hit[], messages: Hit[]): string[] {
  const scores = new Map<string, number>();
  const add = ({ _id, score }: Hit, weight: number) => {
    const id = _id.toHexString();
    scores.set(id, (scores.get(id) ?? 0) + score * weight);
  };
  for (const hit of titles) add(hit, titleWeight);
  for (const hit of messages) add(hit, 1);
  // Among equals the newer one comes first: ids grow with time.
  return [...scores]
    .sort(([leftId, left], [rightId, right]) => right - left || (leftId < rightId ? 1 : -1))
    .map(([id]) => id);
}
