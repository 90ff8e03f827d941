export { addEventStreamRoute, type EventStreamRouteOptions } from './event-stream.route.ts';
export { createEventStreams, type EventStream, type EventStreams } from './event-streams.ts';
export { multipartMixed } from './multipart.encoding.ts';
export { rawHeaders } from './raw-headers.ts';
export type { ResultStreamEncoding } from './result-stream.encoding.ts';
export { serverSentEvents } from './server-sent-events.encoding.ts';
