export { resolveChatWeights, type ChatWeights, type ResolveChatWeightsOptions } from './chat-weights.ts';
export { createProgressBar, type FetchProgress, type WeightsOrigin } from './fetch-progress.ts';
export { smolLm2, type KnownWeights } from './known-weights.ts';
