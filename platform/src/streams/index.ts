export { StreamGoneError, type StreamEntry, type StreamLimits, type StreamStore } from './stream-store.ts';
