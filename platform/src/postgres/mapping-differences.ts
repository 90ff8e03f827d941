import type { MikroORM } from '@mikro-orm/postgresql';

interface Column {
  table_name: string;
  column_name: string;
  is_nullable: 'YES' | 'NO';
}

/**
 * Where entities and the migrated tables disagree: tables or columns that only one side knows, or that only one side lets be
 * null. Migrations are written by hand, so each subgraph's tests assert that this is empty.
 */
export async function mappingDifferences(orm: MikroORM): Promise<string[]> {
  const columns = await orm.em
    .fork()
    .execute<Column[]>(
      'SELECT table_name, column_name, is_nullable FROM information_schema.columns WHERE table_schema = current_schema()',
    );
  const stored = new Map<string, boolean>(
    columns
      .filter(column => column.table_name !== 'migrations')
      .map(column => [`${column.table_name}.${column.column_name}`, column.is_nullable === 'YES']),
  );
  const mapped = new Map<string, boolean>(
    [...orm.getMetadata().getAll().values()]
      .filter(meta => !meta.abstract && !meta.embeddable)
      .flatMap(meta =>
        Object.values(meta.properties)
          .filter(property => property.persist !== false && property.fieldNames !== undefined)
          .flatMap(property =>
            property.fieldNames.map(field => [`${meta.tableName}.${field}`, property.nullable === true] as const),
          ),
      ),
  );
  return [...new Set([...stored.keys(), ...mapped.keys()])].sort().flatMap(name => {
    if (!mapped.has(name)) return [`${name}: no entity maps it`];
    if (!stored.has(name)) return [`${name}: no migration creates it`];
    if (mapped.get(name) !== stored.get(name))
      return [`${name}: nullable in ${stored.get(name) ? 'the table' : 'the entity'} only`];
    return [];
  });
}
