import { registerEnumType } from 'type-graphql';

/** How far a message is; the values are what the store holds. */
export const MessageStatus = {
  PENDING: 'pending',
  STREAMING: 'streaming',
  COMPLETE: 'complete',
  STOPPED: 'stopped',
  FAILED: 'failed',
} as const;
export type MessageStatus = (typeof MessageStatus)[keyof typeof MessageStatus];

registerEnumType(MessageStatus, {
  name: 'MessageStatus',
  description: 'How far a message is.',
  valuesConfig: {
    PENDING: { description: 'The reply has not begun.' },
    STREAMING: { description: 'The reply is being written; `messageStream` shows it.' },
    COMPLETE: {},
    STOPPED: { description: 'Stopped by the user; the text so far is kept.' },
    FAILED: { description: '`error` says why; the text so far is kept.' },
  },
});

/** The states in which a process is still at work. */
export const runningStatuses: readonly MessageStatus[] = [MessageStatus.PENDING, MessageStatus.STREAMING];

export const isRunning = (status: MessageStatus): boolean => runningStatuses.includes(status);
