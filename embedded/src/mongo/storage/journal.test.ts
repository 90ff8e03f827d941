import { describe, expect, it } from '@jest/globals';
import { Journal } from './journal.ts';
import type { SqliteStore } from './sqlite-store.ts';
import type { StoreChange } from './store-change.ts';

/** A store that remembers its commits and fails when told to. */
class RecordingStore {
  readonly commits: number[][] = [];
  flushes = 0;
  failing = false;

  commit(changes: readonly StoreChange[]): void {
    if (this.failing) throw new Error('disk full');
    this.commits.push(changes.map(change => (change.kind === 'deleteDocument' ? change.record : -1)));
  }

  flushToDisk(): void {
    this.flushes++;
  }

  flushToDiskSoon(done: () => void): void {
    done();
  }
}

function setup(): { store: RecordingStore; journal: Journal; write: (record: number) => void } {
  const store = new RecordingStore();
  const journal = new Journal(store as unknown as SqliteStore, () => undefined);
  return { store, journal, write: record => journal.append({ kind: 'deleteDocument', collection: 1, record }) };
}

describe('group commit', () => {
  it('puts all that is written in one turn into one commit', async () => {
    const { store, journal, write } = setup();
    write(1);
    const first = journal.committed();
    write(2);
    write(3);
    await Promise.all([first, journal.committed()]);
    expect(store.commits).toEqual([[1, 2, 3]]);
    write(4);
    await journal.committed();
    expect(store.commits).toEqual([[1, 2, 3], [4]]);
  });

  it('answers only after the commit, and callbacks before writers', async () => {
    const { store, journal, write } = setup();
    const order: string[] = [];
    write(1);
    journal.afterCommit(() => order.push(`published after ${store.commits.length} commits`));
    await journal.committed();
    order.push('answered');
    expect(order).toEqual(['published after 1 commits', 'answered']);
  });

  it('fails the writers when storing fails, and stores their changes with the next success', async () => {
    const { store, journal, write } = setup();
    store.failing = true;
    write(1);
    await expect(journal.committed()).rejects.toThrow('disk full');
    store.failing = false;
    write(2);
    await journal.committed();
    expect(store.commits).toEqual([[1, 2]]);
  });

  it('waits for the disk when asked', async () => {
    const { store, journal, write } = setup();
    write(1);
    await journal.committed(true);
    expect(store.flushes).toBe(1);
  });
});
