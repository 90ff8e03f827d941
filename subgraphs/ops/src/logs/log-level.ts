import { registerEnumType } from 'type-graphql';

export const logLevels = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The graph's enum of the levels. */
export const LogLevelEnum = Object.fromEntries(logLevels.map(level => [level, level])) as {
  [Level in LogLevel]: Level;
};
registerEnumType(LogLevelEnum, { name: 'LogLevel', description: 'How much a log entry matters.' });
