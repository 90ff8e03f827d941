import { ObjectId, type Document } from 'bson';
import { CollectionWriter, writeStoredDocument, type ReadDocument } from '../collections/collection-writer.ts';
import { MongoError } from '../errors/mongo-error.ts';
import { findDocuments, type DocumentQuery } from '../queries/find-documents.ts';
import { parseSort } from '../queries/sort.ts';
import { compileUpdate, type CompiledUpdate } from '../updates/compile-update.ts';
import { documentFromFilter } from '../updates/upsert-document.ts';
import { readDocument, writeDocument } from '../values/bson-codec.ts';
import { Kind, kindOf } from '../values/bson-type.ts';
import { parseCollation } from '../values/collation.ts';
import { prependId } from '../values/document-bytes.ts';
import { documentField } from './command-fields.ts';
import { untilUnblocked } from './until-unblocked.ts';
import type { Collection } from '../collections/collection.ts';
import type { CommandContext } from './command.ts';

/** Which documents a write is about. */
export interface WriteTarget {
  readonly filter: Document;
  readonly multi: boolean;
  readonly sort?: Document;
  readonly collation?: Document;
  readonly hint?: unknown;
  readonly variables?: Document | undefined;
}

export interface UpdateStatement extends WriteTarget {
  readonly update: unknown;
  readonly arrayFilters?: unknown;
  readonly upsert: boolean;
}

/** What an update did. */
export interface UpdateOutcome {
  matched: number;
  modified: number;
  /** Of the upserted document. */
  upserted?: { readonly _id: unknown };
  /** The last document touched, before and after; for findAndModify. */
  before?: Uint8Array;
  after?: Uint8Array;
}

function writerFor({ engine, transaction }: CommandContext, collection: Collection): CollectionWriter {
  return new CollectionWriter(collection, engine.commits, transaction);
}

function skipsValidation({ command }: CommandContext): boolean {
  return command['bypassDocumentValidation'] === true;
}

function queryOf(target: WriteTarget, { transaction }: CommandContext): DocumentQuery {
  return {
    filter: target.filter,
    sort: parseSort(target.sort),
    limit: target.multi ? 0 : 1,
    collation: parseCollation(target.collation),
    hint: target.hint,
    variables: target.variables,
    transaction,
  };
}

/** Inserts one document as the client sent it. */
export async function insertDocument(context: CommandContext, collection: Collection, raw: unknown): Promise<void> {
  const bson = storableBytes(raw);
  await untilUnblocked(context, () => writerFor(context, collection).insert(bson, skipsValidation(context)));
}

const idElement = Buffer.from('_id\0');

/** The document's bytes with `_id` in first place, checked to be well formed. */
function storableBytes(raw: unknown): Uint8Array {
  const isRaw = raw instanceof Uint8Array;
  const document = isRaw ? readDocument(raw) : (raw as Document);
  if (kindOf(document) !== Kind.Object) throw new MongoError('TypeMismatch', 'documents to insert must be objects');
  const id: unknown = document['_id'];
  const kind = kindOf(id);
  if (kind === Kind.Array || kind === Kind.RegExp)
    throw new MongoError('BadValue', `The '_id' value cannot be of type ${kind === Kind.Array ? 'array' : 'regex'}`);
  if (!isRaw) return writeStoredDocument({ _id: new ObjectId(), ...document });
  // A copy, since the bytes are part of a whole message that must not stay in memory for them.
  if (id === undefined && !('_id' in document)) return prependId(raw, new ObjectId(), writeDocument);
  const isFirst = Buffer.from(raw.buffer, raw.byteOffset + 5, 4).equals(idElement);
  return isFirst ? Buffer.from(raw) : writeStoredDocument(document);
}

/** Updates or replaces the documents a statement is about, or inserts one when there is none and it asks for that. */
export async function updateDocuments(
  context: CommandContext,
  collection: Collection,
  statement: UpdateStatement,
): Promise<UpdateOutcome> {
  const { filter, multi, upsert } = statement;
  const collation = parseCollation(statement.collation) ?? collection.options.collation;
  const update = compileUpdate(statement.update, statement.arrayFilters, {
    now: new Date(),
    collation,
    variables: statement.variables,
  });
  if (multi && update.kind === 'replace')
    throw new MongoError('FailedToParse', 'multi update is not supported for replacement-style update');
  const writer = writerFor(context, collection);
  const outcome: UpdateOutcome = { matched: 0, modified: 0 };
  // When the statement has to be run again, what it has already updated must not be updated twice.
  const done = new Set<string>();
  await untilUnblocked(context, () => {
    const found = findDocuments(collection, queryOf(statement, context));
    if (found.length === 0 && upsert && done.size === 0) {
      const inserted = upsertedDocument(update, filter);
      const bson = writeStoredDocument(inserted);
      writer.insert(bson, skipsValidation(context));
      outcome.upserted = { _id: inserted['_id'] };
      outcome.after = bson;
      return;
    }
    const pending = found.filter(read => !done.has(read.idKey));
    for (const read of pending) {
      const changed = updateOne(writer, read, update, filter, skipsValidation(context));
      done.add(read.idKey);
      outcome.matched++;
      if (changed) outcome.modified++;
      outcome.before = read.bson;
      outcome.after = changed ?? read.bson;
    }
  });
  return outcome;
}

/** The new version of the document, or undefined when the update changes nothing. */
function updateOne(
  writer: CollectionWriter,
  read: ReadDocument,
  update: CompiledUpdate,
  filter: Document,
  skips: boolean,
): Uint8Array | undefined {
  const bson = writeStoredDocument(update.apply(readDocument(read.bson), filter, false));
  if (Buffer.compare(bson, read.bson) === 0) {
    writer.assertWritable(read);
    return undefined;
  }
  writer.replace(read, bson, update.kind, skips);
  return bson;
}

function upsertedDocument(update: CompiledUpdate, filter: Document): Document {
  const fromFilter = documentFromFilter(filter);
  const start: Document = update.kind === 'update' ? fromFilter : '_id' in fromFilter ? { _id: fromFilter['_id'] } : {};
  const document = update.apply(start, filter, true);
  return document['_id'] === undefined ? { ...document, _id: new ObjectId() } : document;
}

/** Deletes the documents a statement is about; answers how many, and the last of them for findAndModify. */
export async function deleteDocuments(
  context: CommandContext,
  collection: Collection,
  target: WriteTarget,
): Promise<{ deleted: number; last?: Uint8Array }> {
  const writer = writerFor(context, collection);
  const outcome: { deleted: number; last?: Uint8Array } = { deleted: 0 };
  await untilUnblocked(context, () => {
    for (const read of findDocuments(collection, queryOf(target, context))) {
      writer.remove(read);
      outcome.deleted++;
      outcome.last = read.bson;
    }
  });
  return outcome;
}

/** The variables a write command binds with `let`. */
export function variablesOf(command: Document): Document | undefined {
  return command['let'] === undefined ? undefined : documentField(command, 'let');
}
