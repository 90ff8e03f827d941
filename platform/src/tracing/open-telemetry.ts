// Loaded only when tracing is configured: see `start-tracing.ts`.
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  envDetector,
  detectResources,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ConsoleSpanExporter,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { TracingSettings } from './tracing-environment.ts';

/** A provider of tracers that sends spans in batches; what does not fit in its bounded queue is dropped. */
export function createTracerProvider({ exporter, serviceName, sampler, ratio }: TracingSettings): TracerProvider {
  return new TracerProvider({
    sampler: createSampler(sampler, ratio),
    resource: defaultResource()
      .merge(detectResources({ detectors: [envDetector, serviceInstanceIdDetector] }))
      .merge(resourceFromAttributes({ 'service.name': serviceName })),
    spanLimits: { attributeValueLengthLimit: 2048, attributeCountLimit: 64, eventCountLimit: 32, linkCountLimit: 8 },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter:
          exporter.kind === 'console' ? new ConsoleSpanExporter() : new OTLPTraceExporter({ url: exporter.url }),
        scheduledDelayMillis: 2000,
      }),
    ],
  });
}

function createSampler(name: TracingSettings['sampler'], ratio: number): Sampler {
  switch (name) {
    case 'always_on':
      return new AlwaysOnSampler();
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratio);
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
  }
}
