/**
 * An iterator that can also be asked for what is at hand. Where hundreds of items come in one piece, a promise for each of them, and
 * for each layer it passes, costs more than what is done with it.
 */
export interface PolledIterator<Item> extends AsyncIterator<Item, unknown, undefined> {
  /**
   * The next item where it is at hand, else undefined: `next` tells whether there is one. Not while a `next` is pending. Throws what
   * `next` would reject with. Iterators that cannot tell leave it out.
   */
  poll?(): Item | undefined;
}
