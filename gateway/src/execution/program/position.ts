/** A field as it is selected at a position. */
export interface FieldAtPosition {
  readonly parentType: string;
  /** Whether the parent type is one of objects: two such types have no object in common. */
  readonly isOfObjects: boolean;
  /** Its name and arguments. */
  readonly text: string;
}

/** Several fetches complete the same nested object, or mean different fields by one name, so that entities cannot be shared. */
export class OverlapError extends Error {}

/**
 * A place in the response that holds objects, whichever the indexes of the lists on the way. It says in which slot an object keeps
 * the field of a response name, and which position the objects of a field have.
 */
export class Position {
  /** Length of the arrays that stand for the objects here; slot 0 is the visit stamp. */
  size = 1;
  readonly slots = new Map<string, number>();
  readonly children = new Map<string, Position>();
  /** What each response name stands for. */
  readonly fields = new Map<string, FieldAtPosition[]>();

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

  /** Notes what a response name stands for here. */
  note(key: string, field: FieldAtPosition): void {
    const known = this.fields.get(key);
    if (known === undefined) this.fields.set(key, [field]);
    else if (!known.some(({ text, parentType }) => text === field.text && parentType === field.parentType))
      known.push(field);
  }

  /**
   * Lets this position's objects show what is laid out by another. @throws OverlapError when they hold nested objects of their own
   * under the same names.
   */
  adopt(layout: Position): void {
    for (const [key, child] of layout.children) {
      if (this.children.has(key) && this.children.get(key) !== child) throw new OverlapError();
      this.children.set(key, child);
    }
    for (const [key, fields] of layout.fields) for (const field of fields) this.note(key, field);
  }

  /**
   * Looks here and below for names by which different fields are meant. Nobody may ask for that at one place of the response, but
   * several places that show the same entities have one position. @throws OverlapError.
   */
  refuseAmbiguous(seen = new Set<Position>()): void {
    if (seen.has(this)) return;
    seen.add(this);
    for (const fields of this.fields.values()) {
      const isAmbiguous = fields.some((one, index) =>
        fields.slice(index + 1).some(other => one.text !== other.text && canBeOfOneObject(one, other)),
      );
      if (isAmbiguous) throw new OverlapError();
    }
    for (const child of this.children.values()) child.refuseAmbiguous(seen);
  }
}

function canBeOfOneObject(one: FieldAtPosition, other: FieldAtPosition): boolean {
  return one.parentType === other.parentType || !one.isOfObjects || !other.isOfObjects;
}
