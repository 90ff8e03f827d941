export { abortError, createDeadline, startDeadline, untilAborted, type Deadline } from './deadline.ts';
