/** Blocks are split beyond this size: small enough that inserting into one moves little, large enough that blocks are few. */
const maximumBlockSize = 512;

/** What an entry leads to; entries with the same key are ordered by `record`. */
export interface Numbered {
  readonly record: number;
}

interface Block<Item> {
  keys: string[];
  items: Item[];
}

/**
 * An ordered multimap from string keys to items: a list of sorted blocks, found by binary search. Inserting in ascending order,
 * as ids and times do, only ever touches the last block.
 */
export class OrderedKeys<Item extends Numbered> {
  #blocks: Block<Item>[] = [];
  #size = 0;

  /** The number of entries. */
  get size(): number {
    return this.#size;
  }

  /** Adds an entry. Adding the same key and item twice makes two entries. */
  add(key: string, item: Item): void {
    this.#size++;
    if (this.#blocks.length === 0) {
      this.#blocks.push({ keys: [key], items: [item] });
      return;
    }
    const blockIndex = Math.min(this.#blockAt(key, item.record), this.#blocks.length - 1);
    const block = this.#blocks[blockIndex]!;
    const position = positionIn(block, key, item.record);
    block.keys.splice(position, 0, key);
    block.items.splice(position, 0, item);
    if (block.keys.length > maximumBlockSize) this.#split(blockIndex, position);
  }

  /** Removes an entry; false when there is none. */
  remove(key: string, item: Item): boolean {
    const blockIndex = this.#blockAt(key, item.record);
    const block = this.#blocks[blockIndex];
    if (!block) return false;
    const position = positionIn(block, key, item.record);
    if (block.keys[position] !== key || block.items[position]!.record !== item.record) return false;
    block.keys.splice(position, 1);
    block.items.splice(position, 1);
    if (block.keys.length === 0) this.#blocks.splice(blockIndex, 1);
    this.#size--;
    return true;
  }

  /** Replaces all entries by these, in whatever order they come: much faster than adding one by one. */
  load(keys: readonly string[], items: readonly Item[]): void {
    const order = sortedOrder(keys, items);
    this.#blocks = [];
    this.#size = keys.length;
    const blockSize = Math.floor(maximumBlockSize * 0.75);
    for (let start = 0; start < keys.length; start += blockSize) {
      const end = start + blockSize;
      if (!order) this.#blocks.push({ keys: keys.slice(start, end), items: items.slice(start, end) });
      else {
        const part = Array.from(order.subarray(start, end));
        this.#blocks.push({ keys: part.map(index => keys[index]!), items: part.map(index => items[index]!) });
      }
    }
  }

  /** The items whose keys lie in `[from, to)`, in order or, when asked, in reverse. */
  *range(from: string, to: string, reverse = false): Generator<Item> {
    if (from >= to) return;
    if (reverse) {
      for (let blockIndex = Math.min(this.#blockAt(to, -1), this.#blocks.length - 1); blockIndex >= 0; blockIndex--) {
        const { keys, items } = this.#blocks[blockIndex]!;
        for (let position = lowerBound(keys, to) - 1; position >= 0; position--) {
          if (keys[position]! < from) return;
          yield items[position]!;
        }
      }
      return;
    }
    const first = this.#blockAt(from, -1);
    for (let blockIndex = first; blockIndex < this.#blocks.length; blockIndex++) {
      const { keys, items } = this.#blocks[blockIndex]!;
      for (let position = blockIndex === first ? lowerBound(keys, from) : 0; position < keys.length; position++) {
        if (keys[position]! >= to) return;
        yield items[position]!;
      }
    }
  }

  /** The first item with exactly this key for which `accept` holds. */
  find(key: string, accept: (item: Item) => boolean): Item | undefined {
    for (const item of this.range(key, key + '\0')) if (accept(item)) return item;
    return undefined;
  }

  /** The index of the first block whose last entry is not before the given one; the number of blocks when there is none. */
  #blockAt(key: string, record: number): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const { keys, items } = this.#blocks[middle]!;
      const last = keys.length - 1;
      const isBefore = keys[last]! < key || (keys[last] === key && items[last]!.record < record);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #split(blockIndex: number, position: number): void {
    const block = this.#blocks[blockIndex]!;
    // An insertion at the very end is likely to be followed by more there: leave the block full and start a new one.
    const at =
      position === block.keys.length - 1 && blockIndex === this.#blocks.length - 1
        ? block.keys.length - 1
        : block.keys.length >>> 1;
    this.#blocks.splice(blockIndex + 1, 0, { keys: block.keys.splice(at), items: block.items.splice(at) });
  }
}

function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function positionIn<Item extends Numbered>({ keys, items }: Block<Item>, key: string, record: number): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key || (keys[middle] === key && items[middle]!.record < record)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The positions of the entries in ascending order; undefined when they are in order as they are. */
function sortedOrder(keys: readonly string[], items: readonly Numbered[]): Uint32Array | undefined {
  const compare = (a: number, b: number): number => {
    const left = keys[a]!;
    const right = keys[b]!;
    return left < right ? -1 : left > right ? 1 : items[a]!.record - items[b]!.record;
  };
  let position = 1;
  while (position < keys.length && compare(position - 1, position) <= 0) position++;
  if (position >= keys.length) return undefined;
  return Uint32Array.from(keys.keys()).sort(compare);
}
