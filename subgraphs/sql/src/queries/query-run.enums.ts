import { registerEnumType } from 'type-graphql';

/** What became of a query, by the words that the table keeps. */
export enum QueryStatus {
  PROPOSED = 'proposed',
  RUNNING = 'running',
  SUCCESS = 'success',
  ERROR = 'error',
  TIMEOUT = 'timeout',
  REJECTED = 'rejected',
  CANCELLED = 'cancelled',
}
registerEnumType(QueryStatus, { name: 'QueryStatus' });

/** What the SQL came from; RULES is the deterministic generator. */
export enum QuerySource {
  KNOWLEDGE_BASE = 'knowledge_base',
  MODEL = 'model',
  RULES = 'rules',
  USER = 'user',
}
registerEnumType(QuerySource, { name: 'QuerySource' });

export enum QueryFeedback {
  CORRECT = 'correct',
  WRONG = 'wrong',
  PARTIAL = 'partial',
}
registerEnumType(QueryFeedback, { name: 'QueryFeedback' });
