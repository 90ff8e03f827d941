import { describe, expect, it } from '@jest/globals';
import { SlotPool } from './slot-pool.ts';

const never = new AbortController().signal;
const any = () => 0;

describe('a slot pool', () => {
  it('lets those who wait in by their order', async () => {
    const pool = new SlotPool(['a'], 5);
    const slot = await pool.acquire(never, any);
    const order: number[] = [];
    const second = pool.acquire(never, any).then(() => order.push(2));
    const third = pool.acquire(never, any).then(() => order.push(3));
    pool.release(slot);
    await second;
    expect(order).toEqual([2]);
    pool.release(slot);
    await third;
    expect(order).toEqual([2, 3]);
  });

  it('prefers the idle slot that suits best', async () => {
    const pool = new SlotPool(['a', 'bbb', 'bb'], 5);
    expect(await pool.acquire(never, slot => slot.length)).toBe('bbb');
    expect(await pool.acquire(never, slot => slot.length)).toBe('bb');
  });

  it('turns away who finds the line full', async () => {
    const pool = new SlotPool(['a'], 1);
    await pool.acquire(never, any);
    const waiting = pool.acquire(never, any);
    await expect(pool.acquire(never, any)).rejects.toMatchObject({ code: 'INFERENCE_RATE_LIMITED', isRetryable: true });
    pool.release('a');
    expect(await waiting).toBe('a');
  });

  it('forgets who gave up waiting', async () => {
    const pool = new SlotPool(['a'], 5);
    const slot = await pool.acquire(never, any);
    const controller = new AbortController();
    const impatient = pool.acquire(controller.signal, any);
    const patient = pool.acquire(never, any);
    controller.abort();
    await expect(impatient).rejects.toMatchObject({ code: 'CANCELLED' });
    pool.release(slot);
    expect(await patient).toBe('a');
  });
});
