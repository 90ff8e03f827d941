import { describe, expect, it } from '@jest/globals';
import { createSendWindow, grantPayload, readGrants, readWindow, windowExtension } from './flow-control.ts';

describe('Flow control', () => {
  it('reads back what it wrote, and nothing from what others say', () => {
    expect(readWindow(windowExtension(100))).toBe(100);
    expect(readGrants(grantPayload('1', 50))).toEqual([['1', 50]]);
    for (const extensions of [undefined, null, {}, { window: '7' }, { window: -1 }, { window: Infinity }])
      expect(readWindow(extensions)).toBeUndefined();
    for (const payload of [undefined, null, 7, {}, { grants: null }, { grants: [] }, { grants: { 1: -5, 2: 'x' } }])
      expect(readGrants(payload)).toEqual([]);
  });

  it('holds a sender back when the window is spent, until some of it is given back', async () => {
    const window = createSendWindow(100);
    expect(window.spend(60)).toBeUndefined();
    let mayGoOn = false;
    const waiting = window.spend(60)!.then(() => (mayGoOn = true));
    window.grant(20);
    await new Promise(resolve => setImmediate(resolve));
    expect(mayGoOn).toBe(false);
    window.grant(1);
    await waiting;
    expect(window.spend(0)).toBeUndefined();
  });
});
