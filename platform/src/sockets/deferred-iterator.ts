import type { PolledIterator } from '../iterators/index.ts';

/** An iterator that is opened when it is first asked. Once it is open, asking it costs no more than asking what it opened. */
export function deferredIterator<Item>(open: () => Promise<PolledIterator<Item>>): PolledIterator<Item> {
  let opening: Promise<PolledIterator<Item>> | undefined;
  let opened: PolledIterator<Item> | undefined;
  let hasLeft = false;
  const first = async () => {
    opened = await (opening ??= open());
    if (hasLeft) await opened.return?.();
    return opened.next();
  };
  return {
    poll: () => opened?.poll?.(),
    next: () => (opened === undefined ? first() : opened.next()),
    async return() {
      hasLeft = true;
      await opened?.return?.();
      return { done: true, value: undefined };
    },
  };
}
