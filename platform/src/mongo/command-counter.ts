import type { CommandStartedEvent, MongoClient } from 'mongodb';

const bookkeeping = new Set(['hello', 'ping', 'endSessions', 'getMore', 'killCursors', 'isMaster']);

export interface CommandCounter {
  /** Commands since the last call, for example `['find users', 'aggregate messages']`. */
  take(): string[];
  stop(): void;
}

/** Records the commands a client sends, so that tests can assert how many store queries an operation costs. */
export function countMongoCommands(client: MongoClient): CommandCounter {
  let commands: string[] = [];
  const record = ({ commandName, command }: CommandStartedEvent) => {
    if (!bookkeeping.has(commandName)) commands.push(`${commandName} ${String(command[commandName])}`);
  };
  client.on('commandStarted', record);
  return {
    take() {
      const taken = commands;
      commands = [];
      return taken;
    },
    stop: () => void client.off('commandStarted', record),
  };
}
