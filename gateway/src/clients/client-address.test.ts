import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { clientAddress } from './client-address.ts';

const from = (forwarded?: string) =>
  ({ socket: { remoteAddress: '10.0.0.1' }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

describe("The client's address", () => {
  it('is that of the connection when no proxy is trusted', () => {
    expect(clientAddress(from('6.6.6.6'), 0)).toBe('10.0.0.1');
  });

  it('is what the outermost trusted proxy saw, not what the client claims', () => {
    expect(clientAddress(from('6.6.6.6, 1.2.3.4'), 1)).toBe('1.2.3.4');
    expect(clientAddress(from('6.6.6.6, 1.2.3.4, 10.0.0.9'), 2)).toBe('1.2.3.4');
  });

  it('is that of the connection when the trusted proxy says nothing', () => {
    expect(clientAddress(from(undefined), 1)).toBe('10.0.0.1');
    expect(clientAddress(from('  ,'), 2)).toBe('10.0.0.1');
  });
});
