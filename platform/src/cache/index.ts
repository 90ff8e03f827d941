export type { Cache } from './cache.ts';
