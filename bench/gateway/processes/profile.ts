// Imported where a process is to be profiled: `startProfile` and `stopProfile`, which answers the profile as JSON text.
import { Session } from 'node:inspector/promises';
import { offerCommands } from './commands.ts';

const session = new Session();

offerCommands({
  async startProfile() {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 200 });
    await session.post('Profiler.start');
  },
  async stopProfile(): Promise<string> {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    return JSON.stringify(profile);
  },
});
