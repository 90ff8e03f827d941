import { registerEnumType } from 'type-graphql';

/** Kinds of databases, by the words that the tables keep. */
export enum DatabaseType {
  POSTGRESQL = 'postgresql',
  MYSQL = 'mysql',
  CLICKHOUSE = 'clickhouse',
  MONGODB = 'mongodb',
  ORACLE = 'oracle',
}
registerEnumType(DatabaseType, { name: 'DatabaseType' });
