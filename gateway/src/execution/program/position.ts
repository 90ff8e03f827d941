/**
 * A place in the response that holds objects, whichever the indexes of the lists on the way. It says in which slot an object keeps
 * the field of a response name, and which position the objects of a field have.
 */
export class Position {
  /** Length of the arrays that stand for the objects here; slot 0 is the visit stamp. */
  size = 1;
  readonly slots = new Map<string, number>();
  readonly children = new Map<string, Position>();

  /** The slot of a response name, made when new. */
  slot(key: string): number {
    let slot = this.slots.get(key);
    if (slot === undefined) {
      slot = this.size++;
      this.slots.set(key, slot);
    }
    return slot;
  }

  /** The position of the objects under a response name, made when new. */
  child(key: string): Position {
    let child = this.children.get(key);
    if (child === undefined) {
      child = new Position();
      this.children.set(key, child);
    }
    return child;
  }
}
