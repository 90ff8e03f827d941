import type { CommandFailedEvent, CommandStartedEvent, CommandSucceededEvent, MongoClient } from 'mongodb';
import { activeSpan, endSpan, isTracing, startSpan, type Span } from '../tracing/index.ts';

/** Makes every command a span under the work that sent it: its name, database and collection, never its content. */
export function traceMongoCommands(client: MongoClient): void {
  if (!isTracing()) return;
  const running = new Map<number, Span>();
  const end = (requestId: number, failure?: string) => {
    const span = running.get(requestId);
    if (span === undefined) return;
    running.delete(requestId);
    endSpan(span, failure);
  };
  client.on('commandStarted', ({ requestId, commandName, command, databaseName }: CommandStartedEvent) => {
    const parent = activeSpan();
    // Heartbeats and pools of connections work for nobody in particular.
    if (parent === undefined) return;
    const target: unknown = commandName === 'getMore' ? command['collection'] : command[commandName];
    const collection = typeof target === 'string' ? target : undefined;
    const span = startSpan(collection === undefined ? commandName : `${commandName} ${collection}`, parent, {
      kind: 'client',
      attributes: {
        'db.system.name': 'mongodb',
        'db.operation.name': commandName,
        'db.namespace': databaseName,
        ...(collection !== undefined && { 'db.collection.name': collection }),
      },
    });
    if (span !== undefined) running.set(requestId, span);
  });
  client.on('commandSucceeded', ({ requestId }: CommandSucceededEvent) => end(requestId));
  client.on('commandFailed', ({ requestId, failure }: CommandFailedEvent) =>
    end(requestId, String((failure as { code?: number | string }).code ?? failure.name)),
  );
}
