export { createMemoryStreamStore } from './memory-stream-store.ts';
export {
  StreamGoneError,
  StreamOrderError,
  type StreamEntry,
  type StreamLimits,
  type StreamStore,
} from './stream-store.ts';
