export { createApiKeyAuthenticator, type ApiKeyAuthenticator } from './api-key.authenticator.ts';
export { createAuthenticationWatch, type AuthenticationWatch, type WatchedClient } from './authentication-watch.ts';
export {
  anonymous,
  createAuthenticator,
  type Authentication,
  type Authenticator,
  type AuthenticatorOptions,
} from './authenticator.ts';
export { readCredential, readHeaderCredential, type Credential } from './credentials.ts';
export { createKeySet, type KeySet, type KeySetOptions } from './key-set.ts';
export { createUsersServiceAuthenticator } from './users-service.authenticator.ts';
