export { createModelOpener, modelEnvironment } from './open-models.ts';
