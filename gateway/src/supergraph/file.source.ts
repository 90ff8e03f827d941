import { watch } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '@polyphony/platform/logging';
import { maxSupergraphBytes, type SupergraphSource } from './supergraph-source.ts';

export interface FileSourceOptions {
  path: string;
  /** Whether to look out for changes; otherwise the file is read once. */
  watch: boolean;
  log: Logger;
  /** A change is read when the file was left alone for so long: who writes it may not be done. */
  settleMs?: number;
  /** How often to look in any case, more rarely than a change settles: not every file system tells of changes. */
  checkMs?: number;
}

/**
 * A supergraph in a file. Changes are noticed however they are made: written in place, renamed over it, or by a symbolic link on the
 * way to it that is pointed elsewhere. While the file cannot be read nothing is offered.
 */
export function fileSource({
  path: file,
  watch: isWatched,
  log,
  settleMs = 100,
  checkMs = 5000,
}: FileSourceOptions): SupergraphSource {
  return {
    description: `the file ${file}`,
    async start(offer) {
      const supergraphSdl = await read(file);
      if (!isWatched) return { supergraphSdl, stop: async () => undefined };
      let known = supergraphSdl;
      let settling: NodeJS.Timeout | undefined;
      let reading = Promise.resolve();
      const lookOnce = async () => {
        try {
          const now = await read(file);
          if (now === known) return;
          known = now;
          offer(now);
        } catch (error) {
          log.warn({ err: error, file }, 'The supergraph file cannot be read; the graph stays as it is');
        }
      };
      const look = () => {
        reading = reading.then(lookOnce);
      };
      const lookSoon = () => {
        clearTimeout(settling);
        settling = setTimeout(look, settleMs);
      };
      // The folder, not the file: whoever watches the file hears nothing more once another takes its name.
      const watcher = watch(path.dirname(file), { persistent: false }, lookSoon);
      watcher.on('error', error => log.debug({ err: error, file }, 'The supergraph file is no longer watched'));
      // At once: neighbours in the folder that are written all the time would put it off for ever.
      const checking = setInterval(look, checkMs).unref();
      // What changed before the watch began.
      lookSoon();
      return {
        supergraphSdl,
        async stop() {
          watcher.close();
          clearTimeout(settling);
          clearInterval(checking);
          await reading;
        },
      };
    },
  };
}

async function read(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > maxSupergraphBytes) throw new Error(`${file} is larger than ${maxSupergraphBytes} bytes.`);
  return readFile(file, 'utf8');
}
