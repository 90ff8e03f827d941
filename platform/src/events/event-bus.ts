/**
 * Publish and subscribe between processes. Delivery is at most once and in order per topic and publisher: what must not be
 * lost belongs in a store or a stream. Payloads are JSON: what arrives is a copy, shared by the handlers of one process, which
 * must not change it. After `close`, `publish` and `subscribe` reject.
 */
export interface EventBus {
  publish<Payload>(topic: Topic<Payload>, payload: Payload): Promise<void>;
  /** Resolves once events published from now on will arrive. The handler must not throw and not block. */
  subscribe<Payload>(topic: Topic<Payload>, handler: (payload: Payload) => void): Promise<Unsubscribe>;
  close(): Promise<void>;
}

/** Once called, the handler is not called again. Calling it twice does nothing. */
export type Unsubscribe = () => Promise<void>;

/** A name that carries the type of its payload. */
export interface Topic<Payload> {
  readonly name: string;
  /** Never present: ties the payload's type to the topic. */
  readonly payload?: Payload;
}

/** `topic<Payload>('chat.conversation-updated')`; with a key, `topic<Payload>('chat.conversation-updated', id)`. */
export function topic<Payload>(name: string, key?: string): Topic<Payload> {
  return { name: key === undefined ? name : `${name}:${key}` };
}
