/**
 * Joins tokens that come in bursts: the first goes out at once, those that follow within `windowMs` of the last piece wait for the
 * window to close. Pieces never end in the middle of a character.
 */
export class DeltaBuffer {
  private waiting = '';
  private lastEmitAt = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private readonly windowMs: number;
  private readonly emit: (text: string) => void;

  constructor({ windowMs, emit }: { windowMs: number; emit: (text: string) => void }) {
    this.windowMs = windowMs;
    this.emit = emit;
  }

  push(text: string): void {
    this.waiting += text;
    if (this.timer !== undefined) return;
    const wait = this.lastEmitAt + this.windowMs - performance.now();
    if (wait <= 0) this.emitWhole();
    else this.timer = setTimeout(() => this.emitWhole(), wait);
  }

  /** Emits what waits; to be called when no more text comes. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    // Half a character that never found its other half cannot be stored.
    const text = this.waiting.toWellFormed();
    this.waiting = '';
    if (text !== '') this.emit(text);
  }

  private emitWhole(): void {
    this.timer = undefined;
    const end = endsInsideCharacter(this.waiting) ? this.waiting.length - 1 : this.waiting.length;
    if (end === 0) return;
    const text = this.waiting.slice(0, end);
    this.waiting = this.waiting.slice(end);
    this.lastEmitAt = performance.now();
    this.emit(text);
  }
}

function endsInsideCharacter(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd8_00 && last <= 0xdb_ff;
}
