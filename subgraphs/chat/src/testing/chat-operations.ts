import type { ChatGraph, ChatSubscription, Data } from './chat-graph.ts';

/** What a watcher received of a reply. */
export interface Watched {
  sequences: number[];
  texts: string[];
  text: string;
  /** The last event, once it has come. */
  finished?: { sequence: number; message: Data };
}

export const messageStream = /* GraphQL */ `
  subscription ($messageId: ID!, $after: Int) {
    messageStream(messageId: $messageId, after: $after) {
      ... on TokenDelta {
        sequence
        text
      }
      ... on MessageFinished {
        sequence
        message {
          id
          status
          content
          isStopped
          error
          promptTokens
          completionTokens
        }
      }
    }
  }
`;

export async function startConversation(graph: ChatGraph, input: Record<string, unknown> = {}): Promise<string> {
  const { startConversation } = await graph.data(
    'mutation ($input: StartConversationInput!) { startConversation(input: $input) { id } }',
    { input },
  );
  return startConversation.id;
}

export async function send(graph: ChatGraph, conversationId: string, content: string, more = {}): Promise<Data> {
  const { sendMessage } = await graph.data(
    `mutation ($input: SendMessageInput!) {
      sendMessage(input: $input) { userMessage { id content status } reply { id status parent { id } } }
    }`,
    { input: { conversationId, content, ...more } },
  );
  return sendMessage;
}

export async function readMessage(graph: ChatGraph, id: string): Promise<Data> {
  const { message } = await graph.data(
    `query ($id: ID!) {
      message(id: $id) { id role status content isStopped error model promptTokens completionTokens finishedAt
        citations { source excerpt score } conversation { id } }
    }`,
    { id },
  );
  return message;
}

/** Watches to the end, or until `upTo` pieces have come. */
export async function watch(
  graph: ChatGraph,
  messageId: string,
  { after = 0, upTo = Infinity }: { after?: number; upTo?: number } = {},
): Promise<Watched> {
  return collect(graph.subscribe(messageStream, { messageId, after }), upTo);
}

export async function collect(subscription: ChatSubscription, upTo = Infinity): Promise<Watched> {
  const watched: Watched = { sequences: [], texts: [], text: '' };
  for await (const { data, errors } of subscription.events) {
    if (errors !== undefined) throw new Error(JSON.stringify(errors[0]));
    const event = data?.['messageStream'] as Data;
    if (event.message !== undefined) {
      watched.finished = event;
    } else {
      watched.sequences.push(event.sequence);
      watched.texts.push(event.text);
      watched.text += event.text;
      if (watched.sequences.length === upTo) subscription.leave();
    }
  }
  return watched;
}
