export { startTestMongo } from './test-mongo.ts';
