export { configuredReporter } from './configured-reporter.ts';
export type { UsageReporter, UsageReporterOptions } from './usage-reporter.ts';
