import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** Keys whose values never reach a log, at the top level and one or two levels down. */
const secretKeys = [
  'authorization',
  'cookie',
  'password',
  'currentPassword',
  'newPassword',
  'secret',
  'token',
  'accessToken',
  'refreshToken',
  'apiKey',
  'prompt',
  'content',
  'systemPrompt',
  'credentials',
];
const redactedPaths = [
  ...secretKeys.flatMap(key => [key, `*.${key}`, `*.*.${key}`]),
  '*.headers["x-api-key"]',
  // PostgreSQL repeats whole rows here ("Failing row contains ..."), MongoDB the keys of duplicates.
  'err.detail',
  'err.where',
  'err.keyValue',
  'err.errorResponse',
];

export interface LoggerOptions {
  level: LogLevel;
  /** Human-readable lines instead of JSON. */
  pretty?: boolean;
  service?: string;
  /** Takes JSON lines instead of stderr. */
  destination?: DestinationStream;
}

/** Creates the process's logger: JSON lines on stderr, secrets redacted. */
export function createLogger({ level, pretty = false, service, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: service === undefined ? {} : { service },
    redact: { paths: redactedPaths, censor: '[redacted]' },
  };
  if (destination !== undefined) return pino(options, destination);
  if (!pretty) return pino(options, pino.destination({ fd: 2, sync: false }));
  return pino({
    ...options,
    transport: {
      target: 'pino-pretty',
      options: { destination: 2, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' },
    },
  });
}

/** A logger that prints nothing, for tests and libraries that must have one. */
export const silentLogger: Logger = pino({ level: 'silent' });
