/** Carries values from callbacks to one reader; the producer never waits. */
export class PartQueue<Part> {
  private readonly parts: Part[] = [];
  private isEnded = false;
  private failure: { error: unknown } | null = null;
  private wake: () => void = () => {};

  push(part: Part): void {
    this.parts.push(part);
    this.wake();
  }

  end(): void {
    this.isEnded = true;
    this.wake();
  }

  /** Makes the reader throw at once, without the parts that it has not taken yet. */
  fail(error: unknown): void {
    this.failure ??= { error };
    this.wake();
  }

  async *read(): AsyncGenerator<Part> {
    for (;;) {
      if (this.failure !== null) throw this.failure.error;
      const part = this.parts.shift();
      if (part !== undefined) yield part;
      else if (this.isEnded) return;
      else {
        await new Promise<void>(resolve => {
          this.wake = resolve;
        });
      }
    }
  }
}
