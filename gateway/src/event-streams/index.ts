export { addEventStreamRoute, type EventStreamRouteOptions } from './event-stream.route.ts';
export { createEventStreams, type EventStreams } from './event-streams.ts';
