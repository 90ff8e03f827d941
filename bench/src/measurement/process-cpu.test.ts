import { describe, expect, it } from '@jest/globals';
import { cpuTime } from './process-cpu.ts';

const onLinux = process.platform === 'linux';

describe('cpuTime', () => {
  it(onLinux ? 'agrees with what the process says of itself' : 'is not a number without /proc', () => {
    const until = performance.now() + 50;
    while (performance.now() < until) Math.sqrt(until);
    const { user, system } = process.cpuUsage();
    const own = (user + system) / 1000;
    const read = cpuTime(process.pid);
    if (onLinux) expect(Math.abs(read - own)).toBeLessThan(60);
    else expect(read).toBeNaN();
  });
});
