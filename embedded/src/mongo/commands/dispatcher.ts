import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { readDocument } from '../values/bson-codec.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import { commandTable } from './command-table.ts';
import { CursorReply, type CommandContext, type CommandDefinition, type CommandReply } from './command.ts';
import { noSuchTransaction } from './session.commands.ts';
import { asMongoError } from './write-errors.ts';
import type { MongoEngine } from '../engine/mongo-engine.ts';
import type { Session } from '../transactions/session.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { Document } from 'bson';

/** A command as it came from a connection. */
export interface CommandRequest {
  readonly command: Document;
  readonly connection: number;
  readonly host: string;
  readonly signal: AbortSignal;
}

/** Runs commands: finds their session and transaction, recognises repeated writes, waits for durability, shapes errors. */
export class CommandDispatcher {
  readonly #engine: MongoEngine;
  readonly #log: (message: string) => void;

  constructor(engine: MongoEngine, log: (message: string) => void) {
    this.#engine = engine;
    this.#log = log;
  }

  /** Answers a command; errors become replies with `ok: 0`. Never throws. */
  async run(request: CommandRequest): Promise<CommandReply> {
    try {
      return withStatus(await this.#run(request), this.#engine);
    } catch (error) {
      const shown = asMongoError(error);
      if (shown.codeName === 'InternalError')
        this.#log(
          `Command ${Object.keys(request.command)[0]} failed: ${error instanceof Error ? error.stack : String(error)}`,
        );
      return errorReply(shown);
    }
  }

  async #run({ command, connection, host, signal }: CommandRequest): Promise<CommandReply> {
    const [name] = Object.keys(command);
    const definition = name === undefined ? undefined : commandTable.get(name);
    if (!definition) throw new MongoError('CommandNotFound', `no such command: '${name}'`);
    const database: unknown = command['$db'] ?? 'admin';
    if (typeof database !== 'string' || database === '')
      throw new MongoError('InvalidNamespace', `Invalid database name: '${String(database)}'`);
    const session = isDocument(command['lsid']) ? this.#engine.sessions.get(command['lsid']) : undefined;
    const context: CommandContext = {
      engine: this.#engine,
      command,
      database,
      connection,
      host,
      session,
      transaction: undefined,
      signal,
    };
    const number = isBsonNumber(command['txnNumber']) ? toNumber(command['txnNumber']) : undefined;
    if (session && number !== undefined) {
      if (number < session.transactionNumber) {
        throw new MongoError(
          'TransactionTooOld',
          `Cannot start transaction ${number} on session because a newer transaction with txnNumber ${session.transactionNumber} has already started on this session.`,
        );
      }
      if (command['autocommit'] === false)
        return await this.#runInTransaction(context, session, number, name!, definition);
      return await this.#runRetryable(context, session, number, definition);
    }
    const reply = await definition.run(context);
    if (definition.writes) await this.#engine.journal.committed(wantsDisk(command));
    return reply;
  }

  /** A write with a transaction number: a repetition of the newest one is answered as the first time, without writing again. */
  async #runRetryable(
    context: CommandContext,
    session: Session,
    number: number,
    definition: CommandDefinition,
  ): Promise<CommandReply> {
    if (number === session.transactionNumber && session.outcome) {
      if (session.outcome.kind === 'write') return await session.outcome.reply;
      throw new MongoError('TransactionCommitted', `Transaction ${number} was a multi-document transaction.`);
    }
    this.#begin(session, number);
    const reply = this.#runAndStore(context, session, definition);
    session.outcome = { kind: 'write', reply: reply.then(comparableReply) };
    // The error, if any, is the caller's; a write that failed may be tried again under its number.
    session.outcome.reply.catch(() => {
      if (session.transactionNumber === number) session.outcome = undefined;
    });
    return await reply;
  }

  async #runAndStore(context: CommandContext, session: Session, definition: CommandDefinition): Promise<CommandReply> {
    const reply = await definition.run(context);
    this.#engine.sessions.store(session, { ...comparableReply(reply), ok: 1 });
    await this.#engine.journal.committed(wantsDisk(context.command));
    return reply;
  }

  async #runInTransaction(
    context: CommandContext,
    session: Session,
    number: number,
    name: string,
    definition: CommandDefinition,
  ): Promise<CommandReply> {
    if (!definition.transactional)
      throw new MongoError(
        'OperationNotSupportedInTransaction',
        `Cannot run '${name}' in a multi-document transaction.`,
      );
    const { command } = context;
    const isNew = number > session.transactionNumber;
    if (command['startTransaction'] === true) {
      // Starting again under the same number is allowed after an abort, which a retry of the whole transaction makes use of.
      if (
        !isNew &&
        session.outcome?.kind === 'transaction' &&
        session.outcome.transaction.state === 'active' &&
        session.outcome.transaction.writes.size > 0
      ) {
        throw new MongoError('IllegalOperation', `Given transaction number ${number} is already in progress`);
      }
      this.#begin(session, number);
      session.outcome = {
        kind: 'transaction',
        transaction: this.#engine.transactions.start(session.key, number, command['lsid'] as Document),
      };
    } else if (isNew) throw noSuchTransaction(number);
    const transaction = session.outcome?.kind === 'transaction' ? session.outcome.transaction : undefined;
    const endsIt = name === 'commitTransaction' || name === 'abortTransaction';
    if (!endsIt && transaction?.state !== 'active') throw noSuchTransaction(number);
    return await this.#runStatement({ ...context, transaction }, transaction, definition);
  }

  /** An error in a transaction aborts it. */
  async #runStatement(
    context: CommandContext,
    transaction: Transaction | undefined,
    definition: CommandDefinition,
  ): Promise<CommandReply> {
    try {
      const reply = await definition.run(context);
      if (definition.writes) await this.#engine.journal.committed(wantsDisk(context.command));
      return reply;
    } catch (error) {
      if (transaction?.state === 'active') this.#engine.transactions.abort(transaction);
      throw error;
    }
  }

  #begin(session: Session, number: number): void {
    if (session.outcome?.kind === 'transaction' && session.outcome.transaction.state === 'active')
      this.#engine.transactions.abort(session.outcome.transaction);
    session.transactionNumber = number;
    session.outcome = undefined;
  }
}

/** The reply as a document, for keeping: only bulkWrite replies with a cursor, whose results are short. */
function comparableReply(reply: CommandReply): Document {
  if (!(reply instanceof CursorReply)) return reply;
  return {
    cursor: { id: 0, ns: reply.namespace, firstBatch: reply.batch.documents.map(readDocument) },
    ...reply.fields,
  };
}

function wantsDisk(command: Document): boolean {
  const concern: unknown = command['writeConcern'];
  return isDocument(concern) && concern['j'] === true;
}

function withStatus(reply: CommandReply, { commits }: MongoEngine): CommandReply {
  if (reply instanceof CursorReply) {
    return new CursorReply(reply.field, reply.id, reply.namespace, reply.batch, {
      ...reply.fields,
      ok: 1,
      operationTime: commits.time,
    });
  }
  return { ...reply, ok: 1, operationTime: commits.time };
}

function errorReply({ code, codeName, message, details }: MongoError): Document {
  const { keyPattern, keyValue, labels, info } = details;
  return {
    ok: 0,
    errmsg: message,
    code,
    codeName,
    ...(keyPattern ? { keyPattern, keyValue } : {}),
    ...(info ? { errInfo: info } : {}),
    ...(labels ? { errorLabels: labels } : {}),
  };
}
