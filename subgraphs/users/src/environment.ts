import { integerField } from '@polyphony/platform/environment';
import { z } from 'zod';

/** The environment variables of this service. */
export const usersEnvironment = {
  /** A private key that signs access tokens: PEM, JWK, or a JWK set whose first key signs. Without it a file is used. */
  SIGNING_KEY: z.string().optional(),
  FIRST_ADMIN_USERNAME: z.string().default('admin'),
  FIRST_ADMIN_EMAIL: z.string().default('admin@polyphony.local'),
  DAILY_QUOTA: integerField(1000, { max: 1_000_000_000 }),
  SESSION_IDLE_DAYS: integerField(30, { min: 1, max: 365 }),
  SESSION_MAX_DAYS: integerField(90, { min: 1, max: 3650 }),
  REFRESH_GRACE_SECONDS: integerField(0, { max: 60 }),
  LOGIN_ATTEMPTS: integerField(5, { min: 1, max: 100 }),
  LOGIN_LOCK_SECONDS: integerField(15 * 60, { min: 1, max: 24 * 60 * 60 }),
  LOGINS_PER_MINUTE: integerField(300, { min: 1 }),
  REGISTRATIONS_PER_HOUR: integerField(1000, { min: 1 }),
  CONCURRENT_PASSWORD_HASHES: integerField(4, { min: 1, max: 64 }),
};

/** What the service can be told. Times are in the unit their names end with. */
export interface UsersSettings {
  firstAdmin: { username: string; email: string };
  /** Requests to models a day that a new account may make. */
  dailyQuota: number;
  sessions: { idleDays: number; maxDays: number; graceSeconds: number };
  /** Wrong passwords in a row before an account is locked, and for how long. */
  lockout: { attempts: number; lockSeconds: number };
  /** What one client address may do. */
  addressLimits: {
    login: { limit: number; windowSeconds: number };
    register: { limit: number; windowSeconds: number };
  };
  concurrentHashes: number;
}

/** Settings from the checked environment. */
export function readUsersSettings(environment: z.infer<z.ZodObject<typeof usersEnvironment>>): UsersSettings {
  return {
    firstAdmin: { username: environment.FIRST_ADMIN_USERNAME, email: environment.FIRST_ADMIN_EMAIL },
    dailyQuota: environment.DAILY_QUOTA,
    sessions: {
      idleDays: environment.SESSION_IDLE_DAYS,
      maxDays: environment.SESSION_MAX_DAYS,
      graceSeconds: environment.REFRESH_GRACE_SECONDS,
    },
    lockout: { attempts: environment.LOGIN_ATTEMPTS, lockSeconds: environment.LOGIN_LOCK_SECONDS },
    addressLimits: {
      login: { limit: environment.LOGINS_PER_MINUTE, windowSeconds: 60 },
      register: { limit: environment.REGISTRATIONS_PER_HOUR, windowSeconds: 60 * 60 },
    },
    concurrentHashes: environment.CONCURRENT_PASSWORD_HASHES,
  };
}
