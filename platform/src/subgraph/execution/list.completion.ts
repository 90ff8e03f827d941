import { completeValue, type Completion, type Position } from './completion.ts';
import { LeafCompletion } from './leaf.completion.ts';
import { failAt, isPromise, type Path, type Run } from './run.ts';
import type { SelectedField } from './selection.ts';

/** Lists; an item that fails is null and does not harm the others, where items may be null. */
export class ListCompletion implements Completion {
  readonly isNonNull: boolean;
  private readonly item: Completion;

  constructor(isNonNull: boolean, item: Completion) {
    this.isNonNull = isNonNull;
    this.item = item;
  }

  complete(run: Run, position: Position, value: unknown): unknown {
    const items = itemsOf(value, position);
    const { item } = this;
    const results: unknown[] = [];
    let hasPromise = false;
    try {
      for (let index = 0; index < items.length; index += 1) {
        const element: unknown = items[index];
        // Scalars need to know their place only when something is wrong with them.
        const isPlain = item instanceof LeafCompletion && element !== null && typeof element !== 'object';
        const result = isPlain
          ? this.completePlain(run, position, index, element)
          : this.completeItem(run, position, index, element);
        hasPromise ||= isPromise(result);
        results.push(result);
      }
    } catch (error) {
      // The other items may fail as well, and must not be left without anybody who listens: that ends the process.
      void Promise.allSettled([...results, ...items.slice(results.length + 1)]);
      throw error;
    }
    return hasPromise ? Promise.all(results) : results;
  }

  private completePlain(run: Run, position: Position, index: number, element: unknown): unknown {
    try {
      return completeValue(run, this.item, position, element);
    } catch (error) {
      return this.fail(run, position.field, pathOf(position, index), error);
    }
  }

  private completeItem(run: Run, list: Position, index: number, element: unknown): unknown {
    const position: Position = { field: list.field, path: pathOf(list, index), list, info: undefined };
    if (!isPromise(element)) return this.completeKnown(run, position, element);
    return element.then(
      known => this.completeKnown(run, position, known),
      error => this.fail(run, position.field, position.path, error),
    );
  }

  private completeKnown(run: Run, position: Position, element: unknown): unknown {
    const { field, path } = position;
    try {
      const result = completeValue(run, this.item, position, element);
      return isPromise(result) ? result.then(undefined, error => this.fail(run, field, path, error)) : result;
    } catch (error) {
      return this.fail(run, field, path, error);
    }
  }

  private fail(run: Run, { nodes }: SelectedField, path: Path, error: unknown): null {
    return failAt(run, { error, path, nodes, isNonNull: this.item.isNonNull });
  }
}

const pathOf = ({ path }: Position, index: number): Path => ({ prev: path, key: index, typename: undefined });

function itemsOf(value: unknown, { field }: Position): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' && value !== null && Symbol.iterator in value) {
    return Array.from(value as Iterable<unknown>);
  }
  throw new Error(`Expected Iterable, but did not find one for field "${field.parentType.name}.${field.name}".`);
}
