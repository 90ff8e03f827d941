import type { Logger } from '@polyphony/platform/logging';

/** Something that stores or carries data, opened. */
export interface Engine {
  readonly name: string;
  /** For the start banner: external or embedded, and how. */
  readonly description: string;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Unset: run it embedded. */
  url: string | undefined;
  dataFolder: string;
  log: Logger;
}

/** An engine that has to be named in the layout that runs, and is not. */
export class EngineMissingError extends Error {
  constructor(variable: string) {
    super(`${variable} must be set: processes that run on their own share engines, so none is embedded.`);
    this.name = 'EngineMissingError';
  }
}
