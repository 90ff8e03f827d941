import { chmodSync, cpSync, lchownSync, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Copies the data folder of a stopped server, with the owner that PostgreSQL demands of its files. */
export function copyDataFolder(source: string, destination: string): void {
  cpSync(source, destination, { recursive: true });
  chmodSync(destination, 0o700);
  const cluster = path.join(destination, 'cluster');
  chmodSync(cluster, 0o700);
  const { uid, gid } = lstatSync(path.join(source, 'cluster'));
  if (lstatSync(cluster).uid === uid) return;
  lchownSync(cluster, uid, gid);
  for (const entry of readdirSync(cluster, { recursive: true, withFileTypes: true })) {
    lchownSync(path.join(entry.parentPath, entry.name), uid, gid);
  }
}
