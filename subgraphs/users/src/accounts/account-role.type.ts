import type { AccountRole as Role } from '@polyphony/platform/context';
import { registerEnumType } from 'type-graphql';

/** The roles as a graph enum. */
export const AccountRole = { USER: 'USER', ADMIN: 'ADMIN', DEVELOPER: 'DEVELOPER' } as const satisfies Record<
  Role,
  Role
>;

registerEnumType(AccountRole, { name: 'AccountRole', description: 'What an account may do.' });
