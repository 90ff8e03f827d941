import type { MongoEngine } from '../engine/mongo-engine.ts';
import type { Batch } from '../cursors/server-cursor.ts';
import type { Session } from '../transactions/session.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { Document } from 'bson';

/** What a command runs in. */
export interface CommandContext {
  readonly engine: MongoEngine;
  /** The command as it came, its name first. */
  readonly command: Document;
  readonly database: string;
  /** The number of the client's connection. */
  readonly connection: number;
  /** `host:port` under which clients reach this server. */
  readonly host: string;
  readonly session: Session | undefined;
  readonly transaction: Transaction | undefined;
  /** Aborted when the client's connection is gone. */
  readonly signal: AbortSignal;
}

/** A reply with a batch of documents, which go to the client as the bytes they are stored in. */
export class CursorReply {
  readonly field: 'firstBatch' | 'nextBatch';
  readonly id: bigint;
  readonly namespace: string;
  readonly batch: Batch;
  /** Fields beside the cursor. */
  readonly fields: Document;

  constructor(field: 'firstBatch' | 'nextBatch', id: bigint, namespace: string, batch: Batch, fields: Document = {}) {
    this.field = field;
    this.id = id;
    this.namespace = namespace;
    this.batch = batch;
    this.fields = fields;
  }
}

/** The fields of a reply, without `ok`. */
export type CommandReply = Document | CursorReply;

export type CommandHandler = (context: CommandContext) => CommandReply | Promise<CommandReply>;

/** What the dispatcher must know of a command. */
export interface CommandDefinition {
  readonly run: CommandHandler;
  /** Whether it writes, so that its reply waits for the commit. */
  readonly writes?: boolean;
  /** Whether it may run in a transaction. */
  readonly transactional?: boolean;
}
