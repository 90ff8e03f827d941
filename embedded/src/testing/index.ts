export { startTestMongo } from './test-mongo.ts';
export { findTestWeights, testModelsFolder } from './test-weights.ts';
