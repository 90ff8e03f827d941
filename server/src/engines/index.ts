export { EngineMissingError, type Engine } from './engine.ts';
export { createEngines, type Engines, type EnginesOptions } from './engines.ts';
export type { MessagingEngine } from './messaging.engine.ts';
