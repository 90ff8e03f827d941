import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Contestant } from '../contestants/contestant.ts';
import type { LoadOrder } from '../load/load.ts';
import type { MeasuredProcess } from '../processes/measured-process.ts';
import { putUnderLoad } from './measure-rounds.ts';

/** One more round for each contestant, which is profiled and not measured. Chromium's developer tools read the files. */
export async function writeProfiles({
  folder,
  contestants,
  load,
  order,
}: {
  folder: string;
  contestants: readonly Contestant[];
  load: MeasuredProcess;
  order: Omit<LoadOrder, 'url'>;
}): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const contestant of contestants) {
    await contestant.process.call('startProfile');
    await putUnderLoad(contestant, load, order);
    const profile = await contestant.process.call<string>('stopProfile');
    const file = path.join(folder, `${contestant.name.replaceAll(/\W+/g, '-')}.cpuprofile`);
    writeFileSync(file, profile);
    console.log(`\nProfile of ${contestant.name}: ${file}`);
  }
}
