import { connect, type Socket } from 'node:net';

export interface RawExchange {
  /** Everything that came back. */
  readonly received: Buffer;
  /** Whether the server closed its side; otherwise we gave up on it. */
  readonly isClosed: boolean;
}

/** Writes to a fresh connection, says that nothing more will come, and waits for the server to close it too. */
export function exchangeBytes(port: number, bytes: Buffer, timeoutMs: number): Promise<RawExchange> {
  return new Promise(resolve => {
    const parts: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.end(bytes));
    const finish = (isClosed: boolean) => {
      clearTimeout(deadline);
      socket.destroy();
      resolve({ received: Buffer.concat(parts), isClosed });
    };
    const deadline = setTimeout(() => finish(false), timeoutMs);
    socket.on('data', part => parts.push(part));
    socket.once('close', () => finish(true));
    // A reset is an answer too.
    socket.on('error', () => undefined);
  });
}

/** Opens a WebSocket by hand: what comes after the handshake is the caller's. */
export function openRawWebSocket(port: number, upgrade: string): Promise<{ socket: Socket; received: Buffer[] }> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(upgrade));
    socket.on('error', reject);
    socket.once('data', head => {
      if (!head.toString('latin1').startsWith('HTTP/1.1 101'))
        return reject(new Error(head.toString('latin1', 0, 200)));
      socket.off('error', reject).on('error', () => undefined);
      socket.on('data', part => received.push(part));
      resolve({ socket, received });
    });
  });
}
