import { cpus, loadavg, totalmem } from 'node:os';

/** One line about the machine, without its name: a result means little without it. */
export function describeMachine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0]?.toFixed(1);
  return `${new Date().toISOString().slice(0, 10)}, ${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'}), ${memory} GiB, Node ${process.version}, load ${load} at the start`;
}
