import { buildSubgraphSchema, type SubgraphSchema } from '@polyphony/platform/subgraph';
import { MeResolver } from './accounts/me.resolver.ts';
import { resolveUserReference } from './accounts/user.reference.ts';
import { UserAdministrationResolver } from './administration/user-administration.resolver.ts';
import { ApiKeyResolver } from './api-keys/api-key.resolver.ts';
import type { UsersContext } from './context.ts';
import { PasswordResolver } from './passwords/password.resolver.ts';
import { AuthenticationResolver } from './sessions/authentication.resolver.ts';
import { LogoutResolver } from './sessions/logout.resolver.ts';
import { UserSettingsResolver } from './settings/user-settings.resolver.ts';

/** The graph's part that this service answers. Needs no engines, so that composition can read it. */
export function buildUsersSchema(): Promise<SubgraphSchema> {
  return buildSubgraphSchema<UsersContext>({
    resolvers: [
      MeResolver,
      AuthenticationResolver,
      LogoutResolver,
      PasswordResolver,
      ApiKeyResolver,
      UserSettingsResolver,
      UserAdministrationResolver,
    ],
    references: { User: resolveUserReference },
  });
}
