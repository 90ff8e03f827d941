export { openAiBaseUrl } from './base-url.ts';
export { inferenceEnvironmentShape, modelSettingsFrom, type InferenceEnvironment } from './environment.ts';
export type { ChatSettings, EmbeddingSettings, ModelSettings } from './model-settings.ts';
