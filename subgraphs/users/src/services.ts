import type { Cache } from '@polyphony/platform/cache';
import type { EventBus } from '@polyphony/platform/events';
import type { Logger } from '@polyphony/platform/logging';
import type { RateLimiter } from '@polyphony/platform/rate-limits';
import type { Db } from 'mongodb';
import type { FirstAdmin } from './accounts/first-admin.ts';
import { RegistrationService } from './accounts/registration.service.ts';
import { UserRepository } from './accounts/user.repository.ts';
import { UserAdministrationService } from './administration/user-administration.service.ts';
import { ApiKeyRepository } from './api-keys/api-key.repository.ts';
import { ApiKeyService } from './api-keys/api-key.service.ts';
import type { UsersSettings } from './environment.ts';
import { PasswordAttemptRepository } from './passwords/password-attempt.repository.ts';
import { PasswordChangeService } from './passwords/password-change.service.ts';
import { PasswordCheckService } from './passwords/password-check.service.ts';
import { PasswordHasher } from './passwords/password.hasher.ts';
import { AuthenticationService } from './sessions/authentication.service.ts';
import { SessionRepository } from './sessions/session.repository.ts';
import { SessionService } from './sessions/session.service.ts';
import { UserSettingsRepository } from './settings/user-settings.repository.ts';
import { UserSettingsService } from './settings/user-settings.service.ts';
import { AccessTokenIssuer } from './tokens/access-token.issuer.ts';
import type { SigningKey } from './tokens/signing-key.ts';

export interface UsersDependencies {
  db: Db;
  cache: Cache;
  rateLimiter: RateLimiter;
  events: EventBus;
  log: Logger;
  settings: UsersSettings;
  signingKey: SigningKey;
  /** Gets the administrator that this start makes, at once: whatever fails afterwards, its password exists nowhere else. */
  onFirstAdmin: (admin: FirstAdmin) => void;
  /** The clock; for tests. */
  now?: () => Date;
}

export type UsersServices = ReturnType<typeof createUsersServices>;

/** Repositories and services. They keep nothing of a request, so one set serves all. */
export function createUsersServices(dependencies: Omit<UsersDependencies, 'onFirstAdmin'>) {
  const { db, cache, rateLimiter, events, log, settings, signingKey, now = () => new Date() } = dependencies;
  const users = new UserRepository(db);
  const apiKeyRepository = new ApiKeyRepository(db);
  const userSettingsRepository = new UserSettingsRepository(db);
  const hasher = new PasswordHasher({ concurrent: settings.concurrentHashes });
  const passwords = new PasswordCheckService({
    attempts: new PasswordAttemptRepository(db),
    hasher,
    rateLimiter,
    limit: settings.lockout,
    now,
  });
  const sessions = new SessionService({
    sessions: new SessionRepository(db),
    cache,
    events,
    log,
    limits: settings.sessions,
    now,
  });
  return {
    users,
    hasher,
    sessions,
    apiKeyRepository,
    userSettingsRepository,
    authentication: new AuthenticationService({
      users,
      registration: new RegistrationService({ users, hasher, dailyQuota: settings.dailyQuota, now }),
      passwords,
      sessions,
      accessTokens: new AccessTokenIssuer(signingKey, now),
      rateLimiter,
      limits: settings.addressLimits,
      now,
    }),
    passwordChange: new PasswordChangeService({ users, hasher, passwords, sessions, now }),
    apiKeys: new ApiKeyService({ apiKeys: apiKeyRepository, users, now }),
    userSettings: new UserSettingsService({ settings: userSettingsRepository, now }),
    administration: new UserAdministrationService({ users, sessions, log, now }),
  };
}
