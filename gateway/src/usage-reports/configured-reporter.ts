import type { Logger } from '@polyphony/platform/logging';
import type { GatewaySettings } from '../settings/index.ts';
import type { UsageReporter } from './usage-reporter.ts';

/** The reporter that the settings ask for, if they do. What reports are made with is loaded only then. */
export async function configuredReporter(
  {
    apolloKey,
    apolloGraphRef,
    apolloUsageReporting,
    apolloUsageReportingEndpoint,
  }: Pick<GatewaySettings, 'apolloKey' | 'apolloGraphRef' | 'apolloUsageReporting' | 'apolloUsageReportingEndpoint'>,
  log: Logger,
): Promise<UsageReporter | undefined> {
  if (!apolloUsageReporting || apolloKey === undefined || apolloGraphRef === undefined) return undefined;
  const { createUsageReporter } = await import('./usage-reporter.ts');
  return createUsageReporter({
    apiKey: apolloKey,
    graphRef: apolloGraphRef,
    endpoint: apolloUsageReportingEndpoint,
    log,
  });
}
