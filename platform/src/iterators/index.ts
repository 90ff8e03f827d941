export { mapIterator, type ItemWork } from './map-iterator.ts';
export type { PolledIterator } from './polled-iterator.ts';
