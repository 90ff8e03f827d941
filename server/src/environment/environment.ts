import { chatEnvironment } from '@polyphony/chat/environment';
import { gatewayEnvironment } from '@polyphony/gateway/settings';
import { inferenceEnvironmentShape } from '@polyphony/inference/settings';
import { mediaEnvironment } from '@polyphony/media/environment';
import { opsEnvironment } from '@polyphony/ops/environment';
import { booleanField, optionalUrlField, portField, readEnvironment } from '@polyphony/platform/environment';
import { tracingEnvironment } from '@polyphony/platform/tracing';
import { sqlEnvironment } from '@polyphony/sql/environment';
import { usersEnvironment } from '@polyphony/users/environment';
import { z } from 'zod';

/** Where the engines are. One that is not named runs embedded, in the all-in-one layout only. */
const engineEnvironment = {
  POSTGRES_URL: optionalUrlField,
  /** May list the hosts of a replica set, which a URL in the strict sense cannot. */
  MONGODB_URL: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/[^\s/?]/, 'must be mongodb://... or mongodb+srv://...')
    .optional(),
  /** Several, separated by commas, for a cluster. */
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/[^\s,]+(\s*,\s*rediss?:\/\/[^\s,]+)*$/, 'must be redis://..., or several separated by commas')
    .optional(),
};
export type EngineEnvironment = z.infer<z.ZodObject<typeof engineEnvironment>>;

/** Where the processes of the distributed layout find each other. */
const addressEnvironment = {
  USERS_URL: z.url().default('http://127.0.0.1:4001'),
  CHAT_URL: z.url().default('http://127.0.0.1:4002'),
  SQL_URL: z.url().default('http://127.0.0.1:4003'),
  MEDIA_URL: z.url().default('http://127.0.0.1:4004'),
  OPS_URL: z.url().default('http://127.0.0.1:4005'),
};

/** Everything that any process of ours reads: each checks all of it, so that a typo shows wherever it is made. */
export const environmentShape = {
  PORT: portField(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('warn'),
  LOG_PRETTY: booleanField(process.stderr.isTTY ?? false),
  ...tracingEnvironment,
  ...engineEnvironment,
  ...addressEnvironment,
  ...inferenceEnvironmentShape,
  ...gatewayEnvironment,
  ...usersEnvironment,
  ...chatEnvironment,
  ...sqlEnvironment,
  ...mediaEnvironment,
  ...opsEnvironment,
};
export type Environment = z.infer<z.ZodObject<typeof environmentShape>>;

type Source = Record<string, string | undefined>;

/** @throws EnvironmentError naming everything that is wrong. */
export const readServerEnvironment = (source: Source): Environment => readEnvironment(environmentShape, source);

/** The same for a process that works together with others. */
export const readDistributedEnvironment = (source: Source): Environment & { IDENTITY_KEYS: string } =>
  readEnvironment(
    {
      ...environmentShape,
      /** `name:base64secret,...`: signs calls between processes; the first signs, all verify. */
      IDENTITY_KEYS: z.string({ error: 'must be set, alike for all processes: name:base64 of 32 random bytes' }),
    },
    source,
  );

/** Addresses by the name of the service. */
export const addressesOf = (environment: Environment): Record<string, string> => ({
  users: environment.USERS_URL,
  chat: environment.CHAT_URL,
  sql: environment.SQL_URL,
  media: environment.MEDIA_URL,
  ops: environment.OPS_URL,
});
