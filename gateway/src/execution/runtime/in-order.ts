/**
 * What becomes of each item, in the order of the items, though up to `atATime` of them are worked on together: what waits for a
 * network need not wait for the one before it, too.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  atATime: number,
): AsyncGenerator<Result, void, undefined> {
  const iterator = items[Symbol.asyncIterator]();
  const begun: Promise<Result>[] = [];
  let ending: { error?: unknown } | undefined;
  let wakeReader = () => {};
  let wakeConsumer = () => {};

  async function readAhead(): Promise<void> {
    try {
      for (;;) {
        const item = await iterator.next();
        if (item.done === true || ending !== undefined) break;
        const result = work(item.value);
        // Whoever gets to it hears of its failure; nobody may.
        result.catch(() => undefined);
        begun.push(result);
        wakeConsumer();
        if (begun.length >= atATime) await new Promise<void>(resolve => (wakeReader = resolve));
        if (ending !== undefined) break;
      }
      ending ??= {};
    } catch (error) {
      ending ??= { error };
    }
    wakeConsumer();
  }

  void readAhead();
  try {
    for (;;) {
      const next = begun[0];
      if (next !== undefined) {
        const result = await next;
        void begun.shift();
        wakeReader();
        yield result;
      } else if (ending === undefined) await new Promise<void>(resolve => (wakeConsumer = resolve));
      else break;
    }
    if ('error' in ending) throw ending.error;
  } finally {
    const hasLeft = ending === undefined;
    ending ??= {};
    wakeReader();
    if (hasLeft) await iterator.return?.();
  }
}
