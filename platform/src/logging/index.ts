export { childOnDemand } from './child-on-demand.ts';
export { createLogger, silentLogger, type Logger, type LoggerOptions, type LogLevel } from './logger.ts';
