import { MongoError } from '../errors/mongo-error.ts';
import { createIndex } from '../indexes/create-index.ts';
import {
  idIndexSpecification,
  parseIndexDefinition,
  sameOptions,
  type IndexDefinition,
} from '../indexes/index-definition.ts';
import { isDocument } from '../values/bson-type.ts';
import { encodeKey } from '../values/key-encoding.ts';
import { arrayField, collectionName, findCollection, getCollection } from './command-fields.ts';
import { replyWithAll } from './open-cursor.ts';
import type { Collection } from '../collections/collection.ts';
import type { CommandContext, CommandReply } from './command.ts';

/** The most indexes a collection may have, as in MongoDB. */
const maximumIndexes = 64;

function definitions(collection: Collection): IndexDefinition[] {
  return [...collection.indexes.values(), ...collection.textIndexes.values()].map(index => index.definition);
}

/** `createIndexes`. */
export function createIndexes(context: CommandContext): CommandReply {
  const { engine, database, command } = context;
  const inputs = arrayField(command, 'indexes').map(input => {
    if (!isDocument(input))
      throw new MongoError('TypeMismatch', "BSON field 'createIndexes.indexes' must be an array of objects");
    return input;
  });
  const createdCollectionAutomatically = findCollection(context) === undefined;
  const parsed = inputs.map(input =>
    parseIndexDefinition(input, findCollection(context)?.options.specification['collation']),
  );
  const collection = engine.catalog.findOrCreate(database, collectionName(context));
  const numIndexesBefore = definitions(collection).length;
  const wanted = parsed.filter(definition => isNew(definition, collection));
  if (numIndexesBefore + wanted.length > maximumIndexes)
    throw new MongoError('CannotCreateIndex', `too many indexes for ${collection.namespace}`);
  const added: string[] = [];
  try {
    for (const definition of wanted) {
      collection.addIndex(createIndex(definition));
      added.push(definition.name);
    }
  } catch (error) {
    for (const name of added) collection.removeIndex(name);
    throw error;
  }
  if (wanted.length > 0) engine.catalog.save(collection);
  const note = wanted.length === 0 ? { note: 'all indexes already exist' } : {};
  return { numIndexesBefore, numIndexesAfter: definitions(collection).length, createdCollectionAutomatically, ...note };
}

/** Whether an index is not there yet. Throws when another of the same name or key stands in its way. */
function isNew(definition: IndexDefinition, collection: Collection): boolean {
  if (encodeKey(definition.key) === encodeKey(idIndexSpecification['key'])) return false;
  for (const existing of definitions(collection)) {
    if (existing.name === definition.name) {
      if (sameOptions(existing, definition)) return false;
      throw new MongoError(
        'IndexKeySpecsConflict',
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${JSON.stringify(definition.specification)}, existing index: ${JSON.stringify(existing.specification)}`,
      );
    }
    const sameKey = encodeKey(existing.key) === encodeKey(definition.key);
    const sameIdentity =
      existing.collation?.id === definition.collation?.id &&
      encodeKey(existing.partialFilter ?? null) === encodeKey(definition.partialFilter ?? null);
    if (sameKey && sameIdentity) {
      throw new MongoError(
        'IndexOptionsConflict',
        sameOptions(existing, definition)
          ? `Index already exists with a different name: ${existing.name}`
          : `An equivalent index already exists with the same name but different options. Requested index: ${JSON.stringify(definition.specification)}`,
      );
    }
    if (existing.textFields.length > 0 && definition.textFields.length > 0)
      throw new MongoError(
        'IndexOptionsConflict',
        `only one text index per collection allowed, found existing text index "${existing.name}"`,
      );
  }
  return true;
}

/** `listIndexes`. */
export function listIndexes(context: CommandContext): CommandReply {
  const collection = getCollection(context);
  return replyWithAll(
    context,
    collection.namespace,
    definitions(collection).map(definition => definition.specification),
  );
}

/** `dropIndexes`: one by name or key, several by name, or all with `*`. */
export function dropIndexes(context: CommandContext): CommandReply {
  const { engine, command } = context;
  const collection = getCollection(context);
  const existing = definitions(collection);
  const wanted: unknown = command['index'];
  if (wanted === '*') {
    for (const { name } of existing) if (name !== '_id_') collection.removeIndex(name);
  } else {
    const names = (Array.isArray(wanted) ? wanted : [wanted]).map(item => {
      const found = existing.find(({ name, key }) =>
        isDocument(item) ? encodeKey(key) === encodeKey(item) : name === item,
      );
      if (!found)
        throw new MongoError(
          'IndexNotFound',
          isDocument(item)
            ? `can't find index with key: ${JSON.stringify(item)}`
            : `index not found with name [${String(item)}]`,
        );
      if (found.name === '_id_') throw new MongoError('InvalidOptions', 'cannot drop _id index');
      return found.name;
    });
    for (const name of names) collection.removeIndex(name);
  }
  engine.catalog.save(collection);
  return { nIndexesWas: existing.length };
}
