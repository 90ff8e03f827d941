import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createBatchWriter } from './batch-writer.ts';

const turn = () => new Promise(resolve => setImmediate(resolve));

/** A network that takes pieces when told to. */
function createNetwork() {
  const pieces: string[] = [];
  const taken: (() => void)[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(piece: string, _encoding, done) {
      pieces.push(piece);
      taken.push(done);
    },
  });
  return { stream, pieces, take: () => taken.shift()?.() };
}

describe('A batch writer', () => {
  it('hands over what is said in one turn in one piece', async () => {
    const { stream, pieces } = createNetwork();
    const writer = createBatchWriter(stream, () => undefined);
    for (const word of ['a', 'b', 'c']) expect(writer.write(word)).toBeUndefined();
    expect(pieces).toEqual([]);
    await turn();
    expect(pieces).toEqual(['abc']);
  });

  it('asks to wait while the network takes nothing, until it does', async () => {
    const { stream, pieces, take } = createNetwork();
    let progress = 0;
    const writer = createBatchWriter(stream, () => (progress += 1));
    let hasRoom = false;
    void writer.write('x'.repeat(70_000))?.then(() => (hasRoom = true));
    expect(pieces).toHaveLength(1);
    await turn();
    await turn();
    expect([hasRoom, writer.waiting, progress]).toEqual([false, 70_000, 0]);
    take();
    await turn();
    expect([hasRoom, writer.waiting, progress]).toEqual([true, 0, 1]);
  });

  it('lets the event loop turn under a source that always has more, however fast the network', async () => {
    const stream = new Writable({ write: (_piece, _encoding, done) => done() });
    const writer = createBatchWriter(stream, () => undefined);
    let turns = 0;
    let isOver = false;
    const count = () => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    for (let written = 0; written < 5000; written += 1) await writer.write('x');
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  it('lets go of who waits when it is stopped', async () => {
    const { stream } = createNetwork();
    const writer = createBatchWriter(stream, () => undefined);
    const room = writer.write('x'.repeat(70_000));
    const flushed = writer.flushed();
    writer.stop();
    await Promise.all([room, flushed]);
  });
});
