import { MongoError } from '../errors/mongo-error.ts';
import { compileProjection } from '../queries/projection.ts';
import { isDocument } from '../values/bson-type.ts';
import { readDocument } from '../values/bson-codec.ts';
import { parseCollation } from '../values/collation.ts';
import { optionNumber } from '../values/numbers.ts';
import { arrayField, collectionName, documentField } from './command-fields.ts';
import { runBatch } from './write-errors.ts';
import { deleteDocuments, insertDocument, updateDocuments, variablesOf } from './write-statements.ts';
import type { CommandContext, CommandReply } from './command.ts';
import type { Document } from 'bson';

function statementOf(value: unknown): Document {
  if (!isDocument(value)) throw new MongoError('TypeMismatch', 'write statements must be objects');
  return value;
}

/** `insert`. */
export async function insert(context: CommandContext): Promise<CommandReply> {
  const { engine, database, command } = context;
  const documents = arrayField(command, 'documents');
  const collection = engine.catalog.findOrCreate(database, collectionName(context));
  let n = 0;
  const errors = await runBatch(context, documents, async document => {
    await insertDocument(context, collection, document);
    n++;
  });
  return { n, ...errors };
}

/** `update`. */
export async function update(context: CommandContext): Promise<CommandReply> {
  const { engine, database, command } = context;
  const statements = arrayField(command, 'updates');
  const name = collectionName(context);
  const variables = variablesOf(command);
  let n = 0;
  let nModified = 0;
  const upserted: Document[] = [];
  const errors = await runBatch(context, statements, async (value, index) => {
    const statement = statementOf(value);
    const upsert = statement['upsert'] === true;
    const collection = upsert ? engine.catalog.findOrCreate(database, name) : engine.catalog.find(database, name);
    if (!collection) return;
    const outcome = await updateDocuments(context, collection, {
      filter: documentField(statement, 'q'),
      update: statement['u'],
      multi: statement['multi'] === true,
      upsert,
      arrayFilters: statement['arrayFilters'],
      sort: documentField(statement, 'sort'),
      collation: documentField(statement, 'collation'),
      hint: statement['hint'],
      variables: isDocument(statement['c']) ? { ...variables, ...statement['c'] } : variables,
    });
    n += outcome.matched;
    nModified += outcome.modified;
    if (outcome.upserted) {
      n++;
      upserted.push({ index, ...outcome.upserted });
    }
  });
  return { n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ...errors };
}

/** `delete`. */
export async function deleteCommand(context: CommandContext): Promise<CommandReply> {
  const { engine, database, command } = context;
  const statements = arrayField(command, 'deletes');
  const collection = engine.catalog.find(database, collectionName(context));
  let n = 0;
  const errors = await runBatch(context, statements, async value => {
    const statement = statementOf(value);
    const limit = optionNumber(statement['limit'], 'limit', -1);
    if (limit !== 0 && limit !== 1)
      throw new MongoError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${limit}`);
    if (!collection) return;
    const { deleted } = await deleteDocuments(context, collection, {
      filter: documentField(statement, 'q'),
      multi: limit === 0,
      collation: documentField(statement, 'collation'),
      hint: statement['hint'],
      variables: variablesOf(command),
    });
    n += deleted;
  });
  return { n, ...errors };
}

/** `findAndModify`. */
export async function findAndModify(call: CommandContext): Promise<CommandReply> {
  const { engine, database, command } = call;
  const name = collectionName(call);
  const remove = command['remove'] === true;
  const upsert = command['upsert'] === true;
  const returnsNew = command['new'] === true;
  if (remove && (command['update'] !== undefined || upsert || returnsNew))
    throw new MongoError('FailedToParse', 'Cannot specify both an update and remove=true');
  if (!remove && command['update'] === undefined)
    throw new MongoError('FailedToParse', 'Either an update or remove=true must be specified');
  const target = {
    filter: documentField(command, 'query'),
    multi: false,
    sort: documentField(command, 'sort'),
    collation: documentField(command, 'collation'),
    hint: command['hint'],
    variables: variablesOf(command),
  };
  const context = { collation: parseCollation(target.collation) };
  const projection = compileProjection(documentField(command, 'fields'), { filter: target.filter, context });
  const value = (bson: Uint8Array | undefined): Document | null => {
    if (!bson) return null;
    return projection ? projection(readDocument(bson)) : readDocument(bson);
  };
  const collection = upsert ? engine.catalog.findOrCreate(database, name) : engine.catalog.find(database, name);
  if (!collection) return { lastErrorObject: remove ? { n: 0 } : { n: 0, updatedExisting: false }, value: null };
  if (remove) {
    const { deleted, last } = await deleteDocuments(call, collection, target);
    return { lastErrorObject: { n: deleted }, value: value(last) };
  }
  const outcome = await updateDocuments(call, collection, {
    ...target,
    update: command['update'],
    arrayFilters: command['arrayFilters'],
    upsert,
  });
  const { matched, upserted, before, after } = outcome;
  const n = upserted ? 1 : matched;
  return {
    lastErrorObject: { n, updatedExisting: matched > 0, ...(upserted ? { upserted: upserted._id } : {}) },
    value: value(returnsNew ? after : before),
  };
}
