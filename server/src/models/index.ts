export { createModelOpener } from './open-models.ts';
