/** An iterator that is opened when it is first asked. Once it is open, asking it costs no more than asking what it opened. */
export function deferredIterator<Item>(
  open: () => Promise<AsyncIterator<Item, unknown, undefined>>,
): AsyncIterator<Item, unknown, undefined> {
  let opening: Promise<AsyncIterator<Item, unknown, undefined>> | undefined;
  let opened: AsyncIterator<Item, unknown, undefined> | undefined;
  let hasLeft = false;
  const first = async () => {
    opened = await (opening ??= open());
    if (hasLeft) await opened.return?.();
    return opened.next();
  };
  return {
    next: () => (opened === undefined ? first() : opened.next()),
    async return() {
      hasLeft = true;
      await opened?.return?.();
      return { done: true, value: undefined };
    },
  };
}
