import { MongoError } from '../errors/mongo-error.ts';
import { parseIndexDefinition } from '../indexes/index-definition.ts';
import { createIndex } from '../indexes/create-index.ts';
import { Collection } from './collection.ts';
import { parseCollectionOptions, type CollectionOptions } from './collection-options.ts';
import type { Journal } from '../storage/journal.ts';
import type { SqliteStore } from '../storage/sqlite-store.ts';
import type { CommitLog } from './commit-log.ts';

/** The databases and their collections. */
export class Catalog {
  readonly #databases = new Map<string, Map<string, Collection>>();
  readonly #journal: Journal;
  readonly #commits: CommitLog;
  #nextId = 1;

  /** Loads all collections with their documents and builds their indexes. */
  constructor(store: SqliteStore, journal: Journal, commits: CommitLog) {
    this.#journal = journal;
    this.#commits = commits;
    for (const { id, database, name, options, indexes } of store.collections()) {
      const collection = new Collection(id, database, name, parseCollectionOptions(options));
      const definitions = indexes.map(index => parseIndexDefinition(index)).filter(index => index.name !== '_id_');
      collection.load(store.documents(id), definitions.map(createIndex));
      this.#collectionsOf(database).set(name, collection);
      this.#nextId = Math.max(this.#nextId, id + 1);
    }
  }

  find(database: string, name: string): Collection | undefined {
    return this.#databases.get(database)?.get(name);
  }

  /** The collection, created when it does not exist, as every write does. */
  findOrCreate(database: string, name: string): Collection {
    return this.find(database, name) ?? this.create(database, name, parseCollectionOptions({}));
  }

  /** Creates a collection. Throws InvalidNamespace for a bad name and NamespaceExists when it is there. */
  create(database: string, name: string, options: CollectionOptions): Collection {
    assertNamespace(database, name);
    if (this.find(database, name))
      throw new MongoError('NamespaceExists', `Collection ${database}.${name} already exists.`);
    const collection = new Collection(this.#nextId++, database, name, options);
    this.#collectionsOf(database).set(name, collection);
    this.save(collection);
    this.#commits.recordCatalogChange('create', database, name);
    return collection;
  }

  /** Stores a collection's options and index definitions. */
  save(collection: Collection): void {
    this.#journal.append({ kind: 'putCollection', collection: collection.stored() });
  }

  drop(collection: Collection): void {
    this.#remove(collection);
    this.#journal.append({ kind: 'dropCollection', collection: collection.id });
    this.#commits.recordCatalogChange('drop', collection.database, collection.name);
  }

  dropDatabase(database: string): void {
    const collections = this.collections(database);
    for (const collection of collections) this.drop(collection);
    if (collections.length > 0) this.#commits.recordCatalogChange('dropDatabase', database, undefined);
  }

  /** Renames a collection. Throws NamespaceExists when the target exists and is not to be dropped. */
  rename(collection: Collection, database: string, name: string, dropTarget: boolean): void {
    assertNamespace(database, name);
    const target = this.find(database, name);
    if (target && !dropTarget) throw new MongoError('NamespaceExists', 'target namespace exists');
    if (target && target !== collection) this.drop(target);
    const from = { database: collection.database, name: collection.name };
    this.#databases.get(from.database)?.delete(from.name);
    collection.database = database;
    collection.name = name;
    this.#collectionsOf(database).set(name, collection);
    this.save(collection);
    this.#commits.recordCatalogChange('rename', from.database, from.name, { to: { db: database, coll: name } });
  }

  collections(database: string): Collection[] {
    return [...(this.#databases.get(database)?.values() ?? [])];
  }

  /** The names of the databases that have collections. */
  databases(): string[] {
    return [...this.#databases]
      .filter(([, collections]) => collections.size > 0)
      .map(([name]) => name)
      .toSorted();
  }

  *allCollections(): Generator<Collection> {
    for (const collections of this.#databases.values()) yield* collections.values();
  }

  #remove(collection: Collection): void {
    this.#databases.get(collection.database)?.delete(collection.name);
    collection.dropped = true;
  }

  #collectionsOf(database: string): Map<string, Collection> {
    let collections = this.#databases.get(database);
    if (!collections) this.#databases.set(database, (collections = new Map()));
    return collections;
  }
}

/** Throws InvalidNamespace unless the names are ones MongoDB takes. */
export function assertNamespace(database: string, name: string): void {
  if (database === '' || Buffer.byteLength(database) > 63 || /[\0/\\. "$*<>:|?]/.test(database)) {
    throw new MongoError('InvalidNamespace', `Invalid database name: '${database}'`);
  }
  if (name === '' || name.includes('\0') || name.includes('$') || name.startsWith('.')) {
    throw new MongoError('InvalidNamespace', `Invalid collection name: ${name}`);
  }
  if (Buffer.byteLength(`${database}.${name}`) > 255)
    throw new MongoError('InvalidNamespace', 'Fully qualified namespace is too long');
}
