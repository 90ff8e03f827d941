export { startMongoServer } from './server/mongo-server.ts';
export type { MongoServer, MongoServerOptions } from './server/mongo-server.ts';
