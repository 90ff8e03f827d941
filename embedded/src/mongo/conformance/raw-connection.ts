import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { deserialize, serialize, type Document } from 'bson';

/** A connection that sends exactly what a test says, where the driver would put in its own. */
export interface RawConnection {
  readonly socket: Socket;
  /** Sends a command and gives the reply, errors included. */
  command(command: Document): Promise<Document>;
  /** Whether the server has closed the connection, waiting for it a little. */
  closedByServer(): Promise<boolean>;
  close(): void;
}

/** A command as a message of the wire protocol. */
export function messageOf(command: Document, requestId = 1): Buffer {
  const body = serialize(command);
  const message = Buffer.alloc(21 + body.byteLength);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(requestId, 4);
  message.writeInt32LE(2013, 12);
  message.set(body, 21);
  return message;
}

/** Connects to the first host of a MongoDB URL. */
export async function connectRaw(url: string): Promise<RawConnection> {
  const [, host, port] = /^mongodb:\/\/([^:/]+):(\d+)/.exec(url) ?? [];
  const socket = connect(Number(port), host);
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  let received = Buffer.alloc(0);
  const reply = async (): Promise<Document> => {
    while (received.length < 4 || received.length < received.readInt32LE(0)) {
      const [chunk] = (await once(socket, 'data', { signal: AbortSignal.timeout(10_000) })) as [Buffer];
      received = Buffer.concat([received, chunk]);
    }
    const length = received.readInt32LE(0);
    const document = deserialize(received.subarray(21, length));
    received = received.subarray(length);
    return document;
  };
  return {
    socket,
    command: async command => {
      socket.write(messageOf(command));
      return await reply();
    },
    closedByServer: async () => {
      if (socket.closed) return true;
      // Unread data would hold back the end.
      socket.resume();
      return await once(socket, 'close', { signal: AbortSignal.timeout(2000) }).then(
        () => true,
        () => false,
      );
    },
    close: () => socket.destroy(),
  };
}
