/**
 * Flow control of single streams over a socket that carries many, between our own processes. A subscriber says in the extensions of
 * `subscribe` how much it can hold (`window`), and with `ping` messages (`{ "grants": { "<id>": n } }`, which the graphql-ws protocol
 * allows to carry anything) how much of it has become free. Peers that know nothing of it ignore both, and send as they please.
 */

/** What an event takes up in a window: its bytes, and something for being an event. `event` is UTF-8 held as latin1. */
export function eventCost(event: string): number {
  return event.length + 64;
}

/** For the extensions of a `subscribe` message. */
export function windowExtension(size: number): { window: number } {
  return { window: size };
}

/** The window that a subscriber asked for; undefined when it can hold anything. */
export function readWindow(extensions: Readonly<Record<string, unknown>> | null | undefined): number | undefined {
  const size = extensions?.['window'];
  return isAmount(size) ? size : undefined;
}

/** The payload of a `ping` that gives back some of a stream's window. */
export function grantPayload(id: string, amount: number): { grants: Record<string, number> } {
  return { grants: { [id]: amount } };
}

/** What a `ping` gives back, by stream. */
export function readGrants(payload: unknown): [id: string, amount: number][] {
  const grants = (payload as { grants?: unknown } | null | undefined)?.grants;
  if (typeof grants !== 'object' || grants === null) return [];
  return Object.entries(grants).filter((entry): entry is [string, number] => isAmount(entry[1]));
}

/** The sender's side: how much it may still send. */
export interface SendWindow {
  /** Takes from the window; answers when there is something left, or undefined when there is now. May be overdrawn by one event. */
  spend(amount: number): Promise<void> | undefined;
  grant(amount: number): void;
}

export function createSendWindow(size: number): SendWindow {
  let left = size;
  let waiting: PromiseWithResolvers<void> | undefined;
  return {
    spend(amount) {
      left -= amount;
      return left > 0 ? undefined : (waiting ??= Promise.withResolvers<void>()).promise;
    },
    grant(amount) {
      left += amount;
      if (left <= 0) return;
      waiting?.resolve();
      waiting = undefined;
    },
  };
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= Number.MAX_SAFE_INTEGER;
}
