import { MongoError } from '../errors/mongo-error.ts';
import { isDocument } from '../values/bson-type.ts';
import { writeDocument } from '../values/bson-codec.ts';
import { isBsonNumber, toNumber } from '../values/numbers.ts';
import { CursorReply, type CommandContext, type CommandReply } from './command.ts';
import { arrayField, documentField } from './command-fields.ts';
import { ResultCursor } from '../cursors/result-cursor.ts';
import { keepOpen } from './open-cursor.ts';
import { runBatch } from './write-errors.ts';
import { deleteDocuments, insertDocument, updateDocuments, variablesOf } from './write-statements.ts';
import type { Collection } from '../collections/collection.ts';
import type { Document } from 'bson';

interface Totals {
  nErrors: number;
  nInserted: number;
  nMatched: number;
  nModified: number;
  nUpserted: number;
  nDeleted: number;
}

const resultsNamespace = 'admin.$cmd.bulkWrite';

/** `bulkWrite` of MongoDB 8: writes to several collections in one command, with one result per operation. */
export async function bulkWrite(context: CommandContext): Promise<CommandReply> {
  const { command, database } = context;
  if (database !== 'admin')
    throw new MongoError('Unauthorized', 'bulkWrite may only be run against the admin database.');
  const operations = arrayField(command, 'ops');
  const namespaces = arrayField(command, 'nsInfo').map(namespaceOf);
  const totals: Totals = { nErrors: 0, nInserted: 0, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0 };
  const results: Document[] = [];
  const { writeErrors = [] } = await runBatch(context, operations, async (operation, index) => {
    if (!isDocument(operation)) throw new MongoError('TypeMismatch', 'bulkWrite operations must be objects');
    results.push({ ok: 1, idx: index, ...(await runOperation(context, operation, namespaces, totals)) });
  });
  totals.nErrors = writeErrors.length;
  for (const { index, ...error } of writeErrors) results.push({ ok: 0, idx: index, n: 0, ...error });
  const shown =
    command['errorsOnly'] === true
      ? results.filter(result => result['ok'] === 0)
      : results.toSorted((a, b) => a['idx'] - b['idx']);
  return replyWith(context, shown, totals);
}

function replyWith(context: CommandContext, results: readonly Document[], totals: Totals): CursorReply {
  const { batchSize } = documentField(context.command, 'cursor');
  const cursor = new ResultCursor(resultsNamespace, results.map(writeDocument));
  const batch = cursor.next({ batchSize: isBsonNumber(batchSize) ? toNumber(batchSize) : undefined });
  return new CursorReply('firstBatch', batch.exhausted ? 0n : keepOpen(context, cursor), resultsNamespace, batch, {
    ...totals,
  });
}

interface Namespace {
  readonly database: string;
  readonly name: string;
}

function namespaceOf(info: unknown): Namespace {
  const namespace: unknown = isDocument(info) ? info['ns'] : undefined;
  const dot = typeof namespace === 'string' ? namespace.indexOf('.') : -1;
  if (typeof namespace !== 'string' || dot < 1)
    throw new MongoError('InvalidNamespace', `Invalid namespace specified for bulkWrite: '${String(namespace)}'`);
  return { database: namespace.slice(0, dot), name: namespace.slice(dot + 1) };
}

async function runOperation(
  context: CommandContext,
  operation: Document,
  namespaces: readonly Namespace[],
  totals: Totals,
): Promise<Document> {
  const [kind] = Object.keys(operation);
  const namespace = namespaces[Number(operation[kind!])];
  if (!namespace) throw new MongoError('BadValue', 'BulkWrite ops entry has an invalid nsInfo index.');
  const collection = (): Collection => context.engine.catalog.findOrCreate(namespace.database, namespace.name);
  const target = {
    filter: documentField(operation, 'filter'),
    multi: operation['multi'] === true,
    collation: documentField(operation, 'collation'),
    hint: operation['hint'],
    variables: variablesOf(context.command),
  };
  switch (kind) {
    case 'insert':
      await insertDocument(context, collection(), operation['document']);
      totals.nInserted++;
      return { n: 1 };
    case 'update': {
      const outcome = await updateDocuments(context, collection(), {
        ...target,
        update: operation['updateMods'],
        arrayFilters: operation['arrayFilters'],
        upsert: operation['upsert'] === true,
        sort: documentField(operation, 'sort'),
      });
      totals.nMatched += outcome.matched;
      totals.nModified += outcome.modified;
      if (outcome.upserted) totals.nUpserted++;
      return {
        n: outcome.matched + (outcome.upserted ? 1 : 0),
        nModified: outcome.modified,
        ...(outcome.upserted ? { upserted: outcome.upserted } : {}),
      };
    }
    case 'delete': {
      const { deleted } = await deleteDocuments(context, collection(), target);
      totals.nDeleted += deleted;
      return { n: deleted };
    }
    default:
      throw new MongoError('FailedToParse', `Unrecognized bulkWrite operation: ${kind}`);
  }
}
