export { topic, type EventBus, type Topic, type Unsubscribe } from './event-bus.ts';
export { eventStream, EventsLostError, type EventStreamOptions } from './event-stream.ts';
export { createMemoryEventBus } from './memory-event-bus.ts';
