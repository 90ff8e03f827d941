export { countMongoCommands, type CommandCounter } from './command-counter.ts';
export { connectMongo, type MongoConnection, type MongoOptions } from './connect-mongo.ts';
export { duplicateKeyFields } from './duplicate-key.ts';
export { migrateMongo, type MongoMigration } from './migrate-mongo.ts';
export { mongoHealth } from './mongo.health.ts';
export { toObjectId } from './object-id.ts';
