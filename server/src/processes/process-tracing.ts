import type { Logger } from '@polyphony/platform/logging';
import type { Shutdown } from '@polyphony/platform/shutdown';
import { startTracing, tracingSettings } from '@polyphony/platform/tracing';
import type { Environment } from '../environment/index.ts';

/** Turns tracing on where the environment asks for it; the last spans are sent when everything else has ended. */
export async function startProcessTracing(
  service: string,
  environment: Environment,
  { log, shutdown }: { log: Logger; shutdown: Shutdown },
): Promise<void> {
  const settings = tracingSettings(environment, service === 'polyphony' ? service : `polyphony-${service}`);
  if (settings === null) return;
  const tracing = await startTracing(settings, log);
  shutdown.onShutdown('tracing', () => tracing.close());
}
