import type { StreamEntry } from '@polyphony/platform/streams';
import { z } from 'zod';
import type { Delta } from './transcript.ts';

/** The stream that carries a reply's text from the process that generates it to those that watch it. */
export const replyStream = (messageId: string) => `reply:${messageId}`;

/**
 * The first entry says that the reply has begun: from then on the stream exists, so that watchers can wait on it for the first
 * token. Therefore entries are numbered one higher than the pieces of text in them.
 */
const begunEntries = 1;

const payloadSchema = z.union([
  z.object({ text: z.string() }),
  z.object({ begun: z.literal(true) }),
  z.object({ finished: z.literal(true) }),
]);

export const begunEntry: StreamEntry = { sequence: begunEntries, payload: JSON.stringify({ begun: true }) };

export const deltaEntry = ({ sequence, text }: Delta): StreamEntry => ({
  sequence: sequence + begunEntries,
  payload: JSON.stringify({ text }),
});

/** The last entry: the message is stored as finished by now. */
export const finishedEntry = (lastSequence: number): StreamEntry => ({
  sequence: lastSequence + 1 + begunEntries,
  payload: JSON.stringify({ finished: true }),
});

/** Where to read the stream from to get the pieces after `sequence`. */
export const entryOf = (sequence: number): number => sequence + begunEntries;

/** A piece of text, or null for the mark that the reply is finished. */
export function readEntry({ sequence, payload }: StreamEntry): Delta | null {
  const content = payloadSchema.parse(JSON.parse(payload));
  if ('finished' in content) return null;
  return { sequence: sequence - begunEntries, text: 'text' in content ? content.text : '' };
}
