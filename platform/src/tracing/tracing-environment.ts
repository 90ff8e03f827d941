import { z } from 'zod';
import { booleanField } from '../environment/index.ts';

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/**
 * OpenTelemetry's own variables, for `readEnvironment`. What else the specification names for the exporter (timeouts, compression,
 * certificates) is read by the exporter itself.
 */
export const tracingEnvironment = {
  OTEL_SDK_DISABLED: booleanField(false),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'console', 'none']).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** `name=value,...`; read by the exporter. */
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  OTEL_SERVICE_NAME: z.string().min(1).optional(),
  OTEL_TRACES_SAMPLER: z.enum(samplers).default('parentbased_always_on'),
  /** Share of traces that the `traceidratio` samplers keep, from 0 to 1. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
};

export interface TracingSettings {
  exporter: { kind: 'otlp'; url: string } | { kind: 'console' };
  serviceName: string;
  sampler: (typeof samplers)[number];
  /** From 0 to 1. */
  ratio: number;
}

/** How to trace, or null when nothing asks for it: then tracing costs nothing. */
export function tracingSettings(
  environment: z.infer<z.ZodObject<typeof tracingEnvironment>>,
  service: string,
): TracingSettings | null {
  const {
    OTEL_TRACES_EXPORTER: wanted,
    OTEL_EXPORTER_OTLP_ENDPOINT: base,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces,
  } = environment;
  const isConfigured = wanted !== undefined || base !== undefined || traces !== undefined;
  if (environment.OTEL_SDK_DISABLED || !isConfigured || wanted === 'none') return null;
  const url = traces ?? `${(base ?? 'http://localhost:4318').replace(/\/+$/, '')}/v1/traces`;
  return {
    exporter: wanted === 'console' ? { kind: 'console' } : { kind: 'otlp', url },
    serviceName: environment.OTEL_SERVICE_NAME ?? service,
    sampler: environment.OTEL_TRACES_SAMPLER,
    ratio: environment.OTEL_TRACES_SAMPLER_ARG,
  };
}
