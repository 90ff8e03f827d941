export { createModels, type CreateModelsOptions, type Models } from './create-models.ts';
