import { UUID, type Document } from 'bson';
import { createHash } from 'node:crypto';
import { parseCollectionOptions } from '../collections/collection-options.ts';
import { MongoError } from '../errors/mongo-error.ts';
import { DocumentIndex } from '../indexes/document-index.ts';
import { parseIndexDefinition } from '../indexes/index-definition.ts';
import { compileFilter } from '../queries/filter.ts';
import { isDocument } from '../values/bson-type.ts';
import { readDocument } from '../values/bson-codec.ts';
import { encodeKey } from '../values/key-encoding.ts';
import { isBsonNumber } from '../values/numbers.ts';
import { collectionName, documentField, findCollection, getCollection } from './command-fields.ts';
import { replyWithAll } from './open-cursor.ts';
import { collectionStatistics } from './statistics.ts';
import type { Collection } from '../collections/collection.ts';
import type { CommandContext, CommandReply } from './command.ts';

/** `create`. Creating a collection that exists with the same options is no error, as in MongoDB 7. */
export function create(context: CommandContext): CommandReply {
  const { engine, database, command } = context;
  const options = parseCollectionOptions(command);
  const existing = findCollection(context);
  if (
    existing &&
    encodeKey(existing.options.specification) === encodeKey(options.specification) &&
    Object.keys(options.specification).length === 0
  )
    return {};
  engine.catalog.create(database, collectionName(context), options);
  return {};
}

/** `collMod`: the validator, pre- and post-images, capped sizes, and an index's expiry or visibility. */
export function collMod(context: CommandContext): CommandReply {
  const { engine, command } = context;
  const collection = getCollection(context);
  const changes = Object.fromEntries(
    ['validator', 'validationLevel', 'validationAction', 'changeStreamPreAndPostImages']
      .filter(name => command[name] !== undefined)
      .map(name => [name, command[name]]),
  );
  const sizes = {
    ...(command['cappedSize'] === undefined ? {} : { size: command['cappedSize'] }),
    ...(command['cappedMax'] === undefined ? {} : { max: command['cappedMax'] }),
  };
  const indexChange: unknown = command['index'];
  if (isDocument(indexChange)) modifyIndex(collection, indexChange);
  collection.options = parseCollectionOptions({ ...collection.options.specification, ...changes, ...sizes });
  engine.catalog.save(collection);
  return {};
}

function modifyIndex(collection: Collection, change: Document): void {
  const index = [...collection.indexes.values()].find(
    ({ definition }) =>
      definition.name === change['name'] ||
      (isDocument(change['keyPattern']) && encodeKey(definition.key) === encodeKey(change['keyPattern'])),
  );
  if (!index)
    throw new MongoError(
      'IndexNotFound',
      `cannot find index ${JSON.stringify(change['name'] ?? change['keyPattern'])} for ns ${collection.namespace}`,
    );
  const { expireAfterSeconds, hidden } = change;
  const specification = {
    ...index.definition.specification,
    ...(isBsonNumber(expireAfterSeconds) ? { expireAfterSeconds } : {}),
    ...(typeof hidden === 'boolean' ? { hidden } : {}),
  };
  collection.addIndex(new DocumentIndex(parseIndexDefinition(specification)));
}

/** `drop`. Dropping what does not exist is no error, as in MongoDB 7. */
export function drop(context: CommandContext): CommandReply {
  const collection = findCollection(context);
  if (!collection) return {};
  const nIndexesWas = collection.indexes.size + collection.textIndexes.size;
  context.engine.catalog.drop(collection);
  return { nIndexesWas, ns: collection.namespace };
}

/** `dropDatabase`. */
export function dropDatabase({ engine, database }: CommandContext): CommandReply {
  engine.catalog.dropDatabase(database);
  return { dropped: database };
}

/** `renameCollection`. */
export function renameCollection({ engine, command }: CommandContext): CommandReply {
  const from = splitNamespace(command['renameCollection']);
  const to = splitNamespace(command['to']);
  const collection = engine.catalog.find(from.database, from.name);
  if (!collection)
    throw new MongoError('NamespaceNotFound', `Source collection ${from.database}.${from.name} does not exist`);
  if (from.database === to.database && from.name === to.name)
    throw new MongoError('IllegalOperation', "Can't rename a collection to itself");
  engine.catalog.rename(collection, to.database, to.name, command['dropTarget'] === true);
  return {};
}

function splitNamespace(namespace: unknown): { database: string; name: string } {
  const dot = typeof namespace === 'string' ? namespace.indexOf('.') : -1;
  if (typeof namespace !== 'string' || dot < 1)
    throw new MongoError('InvalidNamespace', `Invalid namespace specified '${String(namespace)}'`);
  return { database: namespace.slice(0, dot), name: namespace.slice(dot + 1) };
}

/** `listCollections`. */
export function listCollections(context: CommandContext): CommandReply {
  const { engine, database, command } = context;
  const filter = compileFilter(documentField(command, 'filter'));
  const entries = engine.catalog.collections(database).map(collection => ({
    name: collection.name,
    type: 'collection',
    options: collection.options.specification,
    info: { readOnly: false, uuid: uuidOf(collection) },
    idIndex: collection.indexes.get('_id_')!.definition.specification,
  }));
  return replyWithAll(
    context,
    `${database}.$cmd.listCollections`,
    entries.filter(entry => filter.test(entry)),
  );
}

/** A UUID that stays the same for as long as the collection exists. */
function uuidOf({ id, database }: Collection): UUID {
  return new UUID(createHash('sha256').update(`${database}/${id}`).digest().subarray(0, 16));
}

/** `listDatabases`. */
export function listDatabases({ engine, command }: CommandContext): CommandReply {
  const filter = compileFilter(documentField(command, 'filter'));
  const databases = engine.catalog.databases().map(name => {
    const sizeOnDisk = engine.catalog.collections(name).reduce((sum, { dataSize }) => sum + dataSize, 0);
    return { name, sizeOnDisk, empty: sizeOnDisk === 0 };
  });
  const shown = databases.filter(database => filter.test(database));
  if (command['nameOnly'] === true) return { databases: shown.map(({ name }) => ({ name })) };
  return { databases: shown, totalSize: shown.reduce((sum, { sizeOnDisk }) => sum + sizeOnDisk, 0) };
}

/** `collStats`. */
export function collStats(context: CommandContext): CommandReply {
  return { ns: `${context.database}.${collectionName(context)}`, ...collectionStatistics(findCollection(context)) };
}

/** `dbStats`. */
export function dbStats({ engine, database }: CommandContext): CommandReply {
  const collections = engine.catalog.collections(database);
  const objects = collections.reduce((sum, { records }) => sum + records.size, 0);
  const dataSize = collections.reduce((sum, collection) => sum + collection.dataSize, 0);
  const indexes = collections.reduce(
    (sum, collection) => sum + collection.indexes.size + collection.textIndexes.size,
    0,
  );
  return {
    db: database,
    collections: collections.length,
    views: 0,
    objects,
    avgObjSize: objects > 0 ? dataSize / objects : 0,
    dataSize,
    storageSize: dataSize,
    indexes,
    indexSize: 0,
    totalSize: dataSize,
    scaleFactor: 1,
  };
}

/** `validate`: every document can be read and every index leads to it. */
export function validate(context: CommandContext): CommandReply {
  const collection = getCollection(context);
  const keysPerIndex = Object.fromEntries(
    [...collection.indexes.values()].map(index => [index.definition.name, index.entries.size]),
  );
  const errors: string[] = [];
  for (const index of collection.indexes.values()) {
    let keys = 0;
    for (const record of collection.records.values()) keys += index.keysOf(readDocument(record.bson)).keys.length;
    if (keys !== index.entries.size)
      errors.push(`index ${index.definition.name} has ${index.entries.size} keys, the documents have ${keys}`);
  }
  return {
    ns: collection.namespace,
    nrecords: collection.records.size,
    nIndexes: collection.indexes.size + collection.textIndexes.size,
    keysPerIndex,
    valid: errors.length === 0,
    errors,
    warnings: [],
  };
}
