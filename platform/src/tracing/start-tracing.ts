import { setTimeout as sleep } from 'node:timers/promises';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import type { Logger } from '../logging/index.ts';
import { useTracer } from './tracer.ts';
import type { TracingSettings } from './tracing-environment.ts';

/** Tracing that is on. */
export interface Tracing {
  /** Sends what was not sent yet. */
  flush(): Promise<void>;
  /** Sends what was not sent yet and turns tracing off. */
  close(): Promise<void>;
}

/** How long the last spans may take to be sent. */
const patienceMs = 2000;

/**
 * Turns tracing on in this process. OpenTelemetry's SDK is loaded here and nowhere else. Call it before connecting to stores: they
 * look once whether they are traced. A collector that cannot be reached is logged and costs its spans, nothing else.
 */
export async function startTracing(settings: TracingSettings, log: Logger): Promise<Tracing> {
  const { createTracerProvider } = await import('./open-telemetry.ts');
  diag.setLogger(diagnosticsTo(log), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const provider = createTracerProvider(settings);
  useTracer(provider.getTracer('polyphony'));
  return {
    flush: () => provider.forceFlush(),
    async close() {
      useTracer(undefined);
      // The exporter tries again for longer than a process that stops should wait.
      await Promise.race([provider.shutdown(), sleep(patienceMs, undefined, { ref: false })]).catch((error: unknown) =>
        log.warn({ err: error }, 'The last spans were not sent'),
      );
      diag.disable();
    },
  };
}

/** OpenTelemetry's own troubles; none of them is worth more than a warning to us. */
function diagnosticsTo(log: Logger) {
  const warn = (message: string, ...details: unknown[]) => log.warn({ details: details.map(String) }, message);
  const ignore = () => undefined;
  return { error: warn, warn, info: ignore, debug: ignore, verbose: ignore };
}
