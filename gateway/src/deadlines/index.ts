export { abortError, createDeadline, untilAborted, type Deadline } from './deadline.ts';
