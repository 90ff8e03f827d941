import { booleanField, optionalUrlField, portField } from '@polyphony/platform/environment';
import { z } from 'zod';

/** Where the engines are. One that is not named runs embedded, in the all-in-one layout only. */
export const engineEnvironment = {
  POSTGRES_URL: optionalUrlField,
  MONGODB_URL: optionalUrlField,
  /** Several, separated by commas, for a cluster. */
  REDIS_URL: z.string().optional(),
};

export type EngineEnvironment = z.infer<z.ZodObject<typeof engineEnvironment>>;

/** What every process reads. */
export const processEnvironment = {
  PORT: portField(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('warn'),
  LOG_PRETTY: booleanField(process.stderr.isTTY ?? false),
  /** `name:base64secret,...`: signs calls between processes; the first signs, all verify. */
  IDENTITY_KEYS: z.string().optional(),
  ...engineEnvironment,
};
export type ProcessEnvironment = z.infer<z.ZodObject<typeof processEnvironment>>;

/** Where the processes of the distributed layout find each other. */
export const addressEnvironment = {
  USERS_URL: z.url().default('http://127.0.0.1:4001'),
  CHAT_URL: z.url().default('http://127.0.0.1:4002'),
  SQL_URL: z.url().default('http://127.0.0.1:4003'),
  MEDIA_URL: z.url().default('http://127.0.0.1:4004'),
  OPS_URL: z.url().default('http://127.0.0.1:4005'),
};
export type AddressEnvironment = z.infer<z.ZodObject<typeof addressEnvironment>>;

/** Addresses by the name of the service. */
export const addressesOf = (environment: AddressEnvironment): Record<string, string> => ({
  users: environment.USERS_URL,
  chat: environment.CHAT_URL,
  sql: environment.SQL_URL,
  media: environment.MEDIA_URL,
  ops: environment.OPS_URL,
});
