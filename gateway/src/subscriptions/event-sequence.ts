import { fromLatin1, toLatin1Json } from '@polyphony/platform/text';
import { sequenceName, type ResumableOperation } from './resumable-operation.ts';

export interface SequencedEvent {
  /** The event as the client's operation would have had it. */
  readonly text: string;
  /** undefined for an event without data. */
  readonly sequence: number | undefined;
}

const zero = 0x30;
const nine = 0x39;
const comma = 0x2c;
const brace = 0x7d;

/** Takes the sequence out of an event. Subgraphs write keys in the order in which they were asked; one that does not is parsed. */
export function takeSequence(text: string, operation: ResumableOperation): SequencedEvent {
  const { prefix, plainPrefix } = operation;
  if (!text.startsWith(prefix)) return takeParsed(text, operation);
  let sequence = 0;
  let position = prefix.length;
  for (; ; position += 1) {
    const character = text.charCodeAt(position);
    if (character < zero || character > nine) break;
    sequence = sequence * 10 + character - zero;
  }
  const next = text.charCodeAt(position);
  if (position === prefix.length || (next !== comma && next !== brace)) return takeParsed(text, operation);
  return { sequence, text: plainPrefix + text.slice(next === comma ? position + 1 : position) };
}

function takeParsed(text: string, { responseName }: ResumableOperation): SequencedEvent {
  if (!text.includes(`"${sequenceName}"`)) return { text, sequence: undefined };
  const result = JSON.parse(fromLatin1(text)) as { data?: Record<string, Record<string, unknown> | null> | null };
  const event = result.data?.[responseName];
  const sequence = event?.[sequenceName];
  if (event === undefined || event === null) return { text, sequence: undefined };
  delete event[sequenceName];
  return { text: toLatin1Json(result), sequence: typeof sequence === 'number' ? sequence : undefined };
}
