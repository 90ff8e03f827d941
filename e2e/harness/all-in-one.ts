import { existsSync } from 'node:fs';
import path from 'node:path';
import { printedAdmin, readyLine, type Installation } from './installation.ts';
import { otherMongo } from './mongo-address.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { startProcess, type WorkspaceProcess } from './workspace-process.ts';

export interface AllInOne extends Installation {
  readonly process: WorkspaceProcess;
}

/** Starts the process of `npm start` on a data folder of the caller's. */
export async function startServer(dataFolder: string, environment: Record<string, string> = {}): Promise<AllInOne> {
  const firstStart = !existsSync(path.join(dataFolder, 'lock'));
  const process = startProcess('server/src/main.ts', {
    environment: { PORT: '0', DATA_DIR: dataFolder, ...environment },
  });
  try {
    const url = await process.printed(readyLine);
    const admin = firstStart ? await printedAdmin(process) : { username: '', password: '' };
    return { url, dataFolder, admin, process, stop: async () => void (await process.stop()) };
  } catch (error) {
    await process.kill();
    throw error;
  }
}

/** Starts the process of `npm start` on an empty data folder, which goes away with it. */
export async function startAllInOne(environment: Record<string, string>): Promise<Installation> {
  const { folder, remove } = await temporaryFolder();
  const server = await startServer(path.join(folder, 'data'), { ...otherMongo(), ...environment });
  return {
    ...server,
    async stop() {
      await server.stop();
      await remove();
    },
  };
}
