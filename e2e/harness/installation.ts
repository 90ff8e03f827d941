import type { WorkspaceProcess } from './workspace-process.ts';

/** Something that serves the graph, however many processes it takes. */
export interface Installation {
  readonly url: string;
  /** Where this machine's processes of it keep keys and data. */
  readonly dataFolder: string;
  /** The account that the first start printed. */
  readonly admin: { username: string; password: string };
  stop(): Promise<void>;
}

/** What a process prints once it serves, with its address. */
export const readyLine = /ready at (http:\S+)/;

/** The account that the users service prints when it makes it. */
export async function printedAdmin(process: WorkspaceProcess): Promise<Installation['admin']> {
  return {
    username: await process.printed(/^\s+username\s+(\S+)$/),
    password: await process.printed(/^\s+password\s+(\S+)$/),
  };
}
