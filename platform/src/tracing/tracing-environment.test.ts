import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '../environment/index.ts';
import { tracingEnvironment, tracingSettings } from './tracing-environment.ts';

const read = (source: Record<string, string>) => tracingSettings(readEnvironment(tracingEnvironment, source), 'chat');

describe("OpenTelemetry's variables", () => {
  it('ask for nothing when none is set, or when they say so', () => {
    expect(read({})).toBeNull();
    expect(read({ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' })).toBeNull();
    expect(read({ OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' })).toBeNull();
  });

  it('name a collector for all signals or for traces alone', () => {
    const all = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };
    expect(read(all)).toEqual({
      exporter: { kind: 'otlp', url: 'http://collector:4318/v1/traces' },
      serviceName: 'chat',
      sampler: 'parentbased_always_on',
      ratio: 1,
    });
    const traces = { ...all, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example/in' };
    expect(read(traces)?.exporter).toEqual({ kind: 'otlp', url: 'https://traces.example/in' });
    expect(read({ OTEL_TRACES_EXPORTER: 'otlp' })?.exporter).toEqual({
      kind: 'otlp',
      url: 'http://localhost:4318/v1/traces',
    });
  });

  it('choose the name and the share that is kept', () => {
    expect(
      read({
        OTEL_TRACES_EXPORTER: 'console',
        OTEL_SERVICE_NAME: 'mine',
        OTEL_TRACES_SAMPLER: 'traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.25',
      }),
    ).toEqual({ exporter: { kind: 'console' }, serviceName: 'mine', sampler: 'traceidratio', ratio: 0.25 });
  });

  it('that make no sense are refused', () => {
    expect(() =>
      read({ OTEL_TRACES_SAMPLER: 'some', OTEL_TRACES_SAMPLER_ARG: '2', OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' }),
    ).toThrow(/OTEL_EXPORTER_OTLP_ENDPOINT[\s\S]*OTEL_TRACES_SAMPLER[\s\S]*OTEL_TRACES_SAMPLER_ARG/);
  });
});
