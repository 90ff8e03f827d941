import { MessageStreamDocument, type MessageFieldsFragment, type PolyphonyClient } from '@polyphony/sdk';

export interface Watched {
  /** The deltas in order. */
  deltas: { sequence: number; text: string }[];
  text: string;
  /** Null when the watcher left early. */
  finished: MessageFieldsFragment | null;
}

/** Watches a reply to its end, or until `leave` says so after an event. */
export async function watch(
  client: PolyphonyClient,
  messageId: string,
  { after = 0, leave = () => false }: { after?: number; leave?: (sequence: number) => boolean } = {},
): Promise<Watched> {
  const watched: Watched = { deltas: [], text: '', finished: null };
  for await (const { messageStream: event } of client.subscribe(MessageStreamDocument, { messageId, after })) {
    if (event.__typename === 'TokenDelta') {
      watched.deltas.push({ sequence: event.sequence, text: event.text });
      watched.text += event.text;
      if (leave(event.sequence)) break;
    } else if (event.__typename === 'MessageFinished') {
      watched.finished = event.message;
    }
  }
  return watched;
}
