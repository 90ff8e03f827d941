/** One piece of a reply as watchers receive it. Sequences begin at 1 and have no gaps. */
export interface Delta {
  sequence: number;
  text: string;
}

/** A reply's text so far, and where each of its pieces ends. */
export class Transcript {
  private content: string;
  private readonly offsets: number[];

  constructor(content = '', offsets: readonly number[] = []) {
    this.content = content;
    this.offsets = [...offsets];
  }

  get text(): string {
    return this.content;
  }

  get deltaOffsets(): readonly number[] {
    return this.offsets;
  }

  get lastSequence(): number {
    return this.offsets.length;
  }

  add(text: string): Delta {
    this.content += text;
    this.offsets.push(this.content.length);
    return { sequence: this.offsets.length, text };
  }

  /** The pieces after a sequence, exactly as they were streamed. */
  *after(sequence: number): Generator<Delta, void, undefined> {
    for (let index = Math.max(sequence, 0); index < this.offsets.length; index += 1) {
      yield {
        sequence: index + 1,
        text: this.content.slice(index === 0 ? 0 : this.offsets[index - 1], this.offsets[index]),
      };
    }
  }
}
