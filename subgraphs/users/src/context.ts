import type { RequestContext } from '@polyphony/platform/context';
import { createUserLoader, type UserLoader } from './accounts/user.loader.ts';
import { createApiKeyLoader, type ApiKeyLoader } from './api-keys/api-key.loader.ts';
import type { UsersServices } from './services.ts';
import { createUserSettingsLoader, type UserSettingsLoader } from './settings/user-settings.loader.ts';

type ServicesOfResolvers = Pick<
  UsersServices,
  'authentication' | 'sessions' | 'passwordChange' | 'apiKeys' | 'userSettings' | 'administration'
>;

/** What resolvers of one operation use. */
export interface UsersContext extends RequestContext, ServicesOfResolvers {
  readonly userLoader: UserLoader;
  readonly userSettingsLoader: UserSettingsLoader;
  readonly apiKeyLoader: ApiKeyLoader;
}

/** Gives an operation the services and loaders of its own. */
export function createUsersContext(services: UsersServices, request: RequestContext): UsersContext {
  const { users, userSettingsRepository, apiKeyRepository } = services;
  const { authentication, sessions, passwordChange, apiKeys, userSettings, administration } = services;
  return {
    ...request,
    authentication,
    sessions,
    passwordChange,
    apiKeys,
    userSettings,
    administration,
    userLoader: createUserLoader(users),
    userSettingsLoader: createUserSettingsLoader(userSettingsRepository),
    apiKeyLoader: createApiKeyLoader(apiKeyRepository),
  };
}
