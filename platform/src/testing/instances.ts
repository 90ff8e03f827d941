/** One adapter as two processes have it: two instances over the same engine. An in-process adapter gives the same one twice. */
export interface Instances<Port> {
  readonly one: Port;
  readonly other: Port;
  /** Closes both, and what else was started for them. */
  close(): Promise<void>;
}

/** Both instances of an adapter that keeps its state in this process. */
export function sameInstance<Port extends { close(): Promise<void> }>(port: Port): Instances<Port> {
  return { one: port, other: port, close: () => port.close() };
}

/** Two instances made one after the other. */
export function twoInstances<Port extends { close(): Promise<void> }>(create: () => Port): Instances<Port> {
  const [one, other] = [create(), create()];
  return {
    one,
    other,
    async close() {
      await Promise.all([one.close(), other.close()]);
    },
  };
}
