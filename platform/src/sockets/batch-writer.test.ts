import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { BatchWriter } from './batch-writer.ts';

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
    const writer = new BatchWriter(stream);
    for (const word of ['a', 'b', 'c']) expect(writer.write(word)).toBeUndefined();
    expect(pieces).toEqual([]);
    await turn();
    expect(pieces).toEqual(['abc']);
  });

  it('asks to wait while the network takes nothing, until it does', async () => {
    const { stream, pieces, take } = createNetwork();
    const writer = new BatchWriter(stream);
    let hasRoom = false;
    void writer.write('x'.repeat(70_000))?.then(() => (hasRoom = true));
    expect(pieces).toHaveLength(1);
    await turn();
    await turn();
    expect([hasRoom, writer.waiting]).toEqual([false, 70_000]);
    expect(writer.stuckFor(Date.now() + 5000)).toBeGreaterThanOrEqual(5000);
    take();
    await turn();
    expect([hasRoom, writer.waiting, writer.stuckFor(Date.now() + 5000)]).toEqual([true, 0, 0]);
  });

  it('lets the event loop turn under a source that always has more, however fast the network', async () => {
    const stream = new Writable({ write: (_piece, _encoding, done) => done() });
    const writer = new BatchWriter(stream);
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
    const writer = new BatchWriter(stream);
    const room = writer.write('x'.repeat(70_000));
    const flushed = writer.flushed();
    writer.stop();
    await Promise.all([room, flushed]);
  });
});
