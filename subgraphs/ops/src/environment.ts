import { integerField } from '@polyphony/platform/environment';

/** The environment variables of this subgraph. */
export const opsEnvironment = {
  SYSTEM_LOG_RETENTION_DAYS: integerField(30, { min: 1, max: 3650 }),
  USAGE_ENTRY_RETENTION_DAYS: integerField(90, { min: 1, max: 3650 }),
  DAILY_QUOTA: integerField(1000, { min: 0, max: 2_147_483_647 }),
};

export interface OpsSettings {
  /** Days after which a log entry is removed. A change applies to entries written from then on. */
  systemLogRetentionDays: number;
  /** Days during which the same tokens cannot be counted twice. */
  usageEntryRetentionDays: number;
  /** Shown to administrators for a user who never made a request: nobody told us another quota yet. */
  defaultDailyQuota: number;
}

/** The settings that checked environment variables ask for. */
export function opsSettings(environment: {
  [Name in keyof typeof opsEnvironment]: number;
}): OpsSettings {
  return {
    systemLogRetentionDays: environment.SYSTEM_LOG_RETENTION_DAYS,
    usageEntryRetentionDays: environment.USAGE_ENTRY_RETENTION_DAYS,
    defaultDailyQuota: environment.DAILY_QUOTA,
  };
}
