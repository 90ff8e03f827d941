import DataLoader from 'dataloader';
import type { ApiKeyDocument } from './api-key.document.ts';
import type { ApiKeyRepository } from './api-key.repository.ts';

export type ApiKeyLoader = DataLoader<string, ApiKeyDocument[]>;

/** The keys of users, by the user's id. */
export function createApiKeyLoader(repository: ApiKeyRepository): ApiKeyLoader {
  return new DataLoader(async userIds => {
    const byUser = Map.groupBy(await repository.findByUsers(userIds), apiKey => apiKey.user_id.toHexString());
    return userIds.map(id => byUser.get(id) ?? []);
  });
}
