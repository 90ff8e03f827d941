import { within } from '../within.ts';
import { Interruption } from './interruption.ts';
import { ReplyGeneration, type NewReply, type ReplyGenerationDependencies } from './reply.generation.ts';

/** The replies that this process generates. */
export class ReplyRunner {
  private readonly dependencies: ReplyGenerationDependencies;
  private readonly running = new Map<string, { generation: ReplyGeneration; done: Promise<void> }>();
  private closing = false;

  constructor(dependencies: ReplyGenerationDependencies) {
    this.dependencies = dependencies;
  }

  get generatorId(): string {
    return this.dependencies.generatorId;
  }

  /** False from the moment at which the process shuts down. */
  get isOpen(): boolean {
    return !this.closing;
  }

  /** Begins to generate and returns at once. */
  start(newReply: NewReply): void {
    const id = newReply.reply._id.toHexString();
    const generation = new ReplyGeneration(newReply, this.dependencies);
    if (this.closing) generation.interrupt(new Interruption('shutdown'));
    const done = generation.run().finally(() => this.running.delete(id));
    this.running.set(id, { generation, done });
  }

  /** Interrupts what runs and waits until it is saved, at most `graceMs`. */
  async close(graceMs: number): Promise<void> {
    this.closing = true;
    const unfinished = [...this.running.values()];
    for (const { generation } of unfinished) generation.interrupt(new Interruption('shutdown'));
    await within(Promise.all(unfinished.map(({ done }) => done)), graceMs);
  }
}
