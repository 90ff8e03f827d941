/** A question that the process which started this one asks it, by a name. */
export interface CommandCall {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

export interface CommandAnswer {
  readonly id: number;
  readonly output?: unknown;
  readonly error?: string;
}

type Command = (input: never) => unknown;

const commands = new Map<string, Command>();

/**
 * Lets the process that started this one call functions of it by name. What they take and give crosses a process boundary: plain
 * data. The process ends when its starter does.
 */
export function offerCommands(offered: Readonly<Record<string, Command>>): void {
  if (commands.size === 0 && process.send !== undefined) {
    process.on('message', call => void answer(call as CommandCall));
    process.once('disconnect', () => process.exit());
  }
  for (const [name, command] of Object.entries(offered)) commands.set(name, command);
}

async function answer({ id, name, input }: CommandCall): Promise<void> {
  const reply = (answer: Omit<CommandAnswer, 'id'>) => process.send?.({ id, ...answer } satisfies CommandAnswer);
  try {
    const command = commands.get(name);
    if (command === undefined) throw new Error(`This process knows no command "${name}".`);
    reply({ output: await command(input as never) });
  } catch (error) {
    reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
