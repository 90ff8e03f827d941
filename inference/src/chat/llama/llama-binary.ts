import { createRequire } from 'node:module';

/** Whether npm installed a prebuilt llama.cpp for the processor of this machine. Looks for its package without loading anything. */
export function hasLlamaBinary(platform: string = process.platform, arch: string = process.arch): boolean {
  const system = platform === 'darwin' ? 'mac' : platform === 'win32' ? 'win' : platform;
  const processor = arch === 'arm' ? 'armv7l' : arch;
  const fromLibrary = createRequire(createRequire(import.meta.url).resolve('node-llama-cpp'));
  return [`${system}-${processor}`, `${system}-${processor}-metal`].some(name => {
    try {
      fromLibrary.resolve(`@node-llama-cpp/${name}`);
      return true;
    } catch {
      return false;
    }
  });
}
