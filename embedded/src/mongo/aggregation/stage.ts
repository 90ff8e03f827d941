import type { Catalog } from '../collections/catalog.ts';
import type { CommitLog } from '../collections/commit-log.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { Collation } from '../values/collation.ts';
import type { Document } from 'bson';

/** What a pipeline runs in. */
export interface PipelineScope {
  readonly catalog: Catalog;
  readonly commits: CommitLog;
  readonly database: string;
  readonly transaction: Transaction | undefined;
  readonly collation: Collation | undefined;
  readonly variables: Document | undefined;
  readonly hint?: unknown;
  /** When to give up, in milliseconds since 1970. */
  readonly deadline: number | undefined;
}

/** One stage: documents in, documents out. */
export type Stage = (documents: Document[], operand: unknown, scope: PipelineScope) => Document[];
