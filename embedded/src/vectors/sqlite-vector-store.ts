import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  requireDirection,
  requireValidLimit,
  validItems,
  VectorDimensionError,
  type VectorItem,
  type VectorMatch,
  type VectorStore,
} from '@polyphony/platform/vectors';
import { metadataCondition } from './metadata-filter.ts';
import { createVectorTable, inTransaction, openVectorTables, vectorTable } from './vector-tables.ts';

interface CollectionRow {
  number: number;
  dimension: number;
}

interface MatchRow {
  id: string;
  text: string;
  metadata: string;
  distance: number;
}

/**
 * Vectors in one SQLite file, searched exactly. Every call is one transaction that survives a kill of the process. SQLite runs in
 * this thread: a search among 20,000 vectors of 384 dimensions holds it for about 10 ms.
 */
export function createSqliteVectorStore({ file }: { file: string }): VectorStore {
  const database = openVectorTables(file);
  const prepare = preparedOnce(database);

  function find(name: string): CollectionRow | undefined {
    const row = prepare('SELECT number, dimension FROM collections WHERE name = ?').get(name);
    return row as CollectionRow | undefined;
  }

  function findOrCreate(name: string, dimension: number): CollectionRow {
    const found = find(name);
    if (found !== undefined) {
      if (found.dimension !== dimension) throw new VectorDimensionError(name, found.dimension, dimension);
      return found;
    }
    createVectorTable(database, dimension);
    const { lastInsertRowid } = prepare('INSERT INTO collections (name, dimension) VALUES (?, ?)').run(name, dimension);
    return { number: Number(lastInsertRowid), dimension };
  }

  function put(collection: CollectionRow, { id, vector, text, metadata }: VectorItem) {
    const table = vectorTable(collection.dimension);
    const known = prepare('SELECT number FROM items WHERE collection = ? AND id = ?').get(collection.number, id);
    if (known !== undefined) {
      const number = known['number'] as number;
      prepare('UPDATE items SET text = ?, metadata = ? WHERE number = ?').run(text, JSON.stringify(metadata), number);
      prepare(`UPDATE ${table} SET vector = ? WHERE item = ?`).run(bytes(vector), BigInt(number));
      return;
    }
    const { lastInsertRowid } = prepare('INSERT INTO items (collection, id, text, metadata) VALUES (?, ?, ?, ?)').run(
      collection.number,
      id,
      text,
      JSON.stringify(metadata),
    );
    // vec0 tells integers from reals by the type of the value.
    prepare(`INSERT INTO ${table} (item, collection, vector) VALUES (?, ?, ?)`).run(
      BigInt(lastInsertRowid),
      BigInt(collection.number),
      bytes(vector),
    );
  }

  return {
    async upsert(name, items) {
      const valid = validItems(name, items);
      if (valid.length === 0) return;
      inTransaction(database, () => {
        const collection = findOrCreate(name, valid[0]!.vector.length);
        for (const item of valid) put(collection, item);
      });
    },

    async query(name, vector, { limit, filter = {} }) {
      requireValidLimit(limit);
      requireDirection(vector);
      const collection = find(name);
      if (collection === undefined) return [];
      if (collection.dimension !== vector.length) {
        throw new VectorDimensionError(name, collection.dimension, vector.length);
      }
      const { sql, values } = metadataCondition(filter);
      const filtered =
        sql === ''
          ? ''
          : `AND item IN (SELECT number FROM items WHERE items.collection = ${collection.number} AND ${sql})`;
      const rows = prepare(
        `SELECT items.id, items.text, items.metadata, nearest.distance
         FROM (
           SELECT item, distance FROM ${vectorTable(collection.dimension)}
           WHERE collection = ? AND vector MATCH ? AND k = ? ${filtered}
         ) AS nearest
         JOIN items ON items.number = nearest.item
         ORDER BY nearest.distance, items.number`,
      ).all(BigInt(collection.number), bytes(vector), limit, ...values);
      return (rows as unknown as MatchRow[]).map(toMatch);
    },

    async delete(name, ids) {
      const collection = find(name);
      if (collection === undefined || ids.length === 0) return;
      inTransaction(database, () => {
        for (const id of ids) {
          const item = prepare('DELETE FROM items WHERE collection = ? AND id = ? RETURNING number').get(
            collection.number,
            id,
          );
          if (item === undefined) continue;
          prepare(`DELETE FROM ${vectorTable(collection.dimension)} WHERE item = ?`).run(
            BigInt(item['number'] as number),
          );
        }
      });
    },

    async deleteCollection(name) {
      const collection = find(name);
      if (collection === undefined) return;
      inTransaction(database, () => {
        prepare(
          `DELETE FROM ${vectorTable(collection.dimension)}
           WHERE item IN (SELECT number FROM items WHERE collection = ?)`,
        ).run(collection.number);
        prepare('DELETE FROM items WHERE collection = ?').run(collection.number);
        prepare('DELETE FROM collections WHERE number = ?').run(collection.number);
      });
    },

    async count(name) {
      const row = prepare(
        'SELECT count(*) AS items FROM items WHERE collection = (SELECT number FROM collections WHERE name = ?)',
      ).get(name);
      return row!['items'] as number;
    },

    async close() {
      if (database.isOpen) database.close();
    },
  };
}

/** Prepares each statement once; filters make a few different ones. */
function preparedOnce(database: DatabaseSync): (sql: string) => StatementSync {
  const statements = new Map<string, StatementSync>();
  return sql => {
    const known = statements.get(sql) ?? database.prepare(sql);
    if (statements.size > 200) statements.clear();
    statements.set(sql, known);
    return known;
  };
}

function bytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

function toMatch({ id, text, metadata, distance }: MatchRow): VectorMatch {
  return { id, text, metadata: JSON.parse(metadata) as VectorMatch['metadata'], score: 1 - distance };
}
