// Decorators of entities and graph types need it before their modules load.
import 'reflect-metadata';
export { mediaEnvironment, mediaSettings, type MediaSettings } from './environment.ts';
export type { MediaContext } from './context.ts';
export { createMediaSubgraph, type MediaDependencies } from './media.subgraph.ts';
export { buildMediaSchema } from './schema.ts';
