import { BadUserInputError } from '../errors/index.ts';

/** One page of a Relay connection, before it becomes graph types. `Node` rows come in the order of the list. */
export interface Page<Node> {
  nodes: Node[];
  /** The cursor of each node, in the same order. */
  cursors: string[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

/** @throws BadUserInputError when `first` is not 1 to `max`. */
export function checkFirst(first: number, max = 100): number {
  if (Number.isInteger(first) && first >= 1 && first <= max) return first;
  throw new BadUserInputError(`"first" must be 1 to ${max}.`, 'first', { max });
}

/** Cursors are opaque to clients: the sort key of a row, as base64url JSON. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws BadUserInputError naming `after` for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isKey = (value: unknown) => typeof value === 'string' || typeof value === 'number';
    if (Array.isArray(position) && position.length === length && position.every(isKey)) return position;
  } catch {
    // Not one of our cursors: reported below.
  }
  throw new BadUserInputError('"after" is not a cursor of this list.', 'after');
}

/** Makes a page of `first` rows from `first + 1` that were read: the extra row only tells that there are more. */
export function toPage<Node>(
  rows: Node[],
  {
    first,
    after,
    position,
  }: { first: number; after?: string | null; position: (node: Node) => readonly (string | number)[] },
): Page<Node> {
  const nodes = rows.slice(0, first);
  return {
    nodes,
    cursors: nodes.map(node => encodeCursor(position(node))),
    hasNextPage: rows.length > first,
    hasPreviousPage: after !== undefined && after !== null,
  };
}
