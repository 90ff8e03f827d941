export type { FirstAdmin } from './accounts/first-admin.ts';
export type { UsersContext } from './context.ts';
export { readUsersSettings, usersEnvironment, type UsersSettings } from './environment.ts';
export { buildUsersSchema } from './schema.ts';
export type { UsersDependencies } from './services.ts';
export { sessionEnded, type SessionEnded } from './sessions/session.events.ts';
export { createUsersSubgraph } from './subgraph.ts';
export { loadSigningKey, rotateSigningKey } from './tokens/signing-key.file.ts';
export { parseSigningKey, type SigningKey } from './tokens/signing-key.ts';
