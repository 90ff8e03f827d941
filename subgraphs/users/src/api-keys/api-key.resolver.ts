import { requireViewer } from '@polyphony/platform/context';
import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { User } from '../accounts/user.type.ts';
import type { UsersContext } from '../context.ts';
import { CreateApiKeyInput } from './api-key.input.ts';
import { ApiKey, CreateApiKeyPayload, toApiKey } from './api-key.type.ts';

@Resolver(_of => User)
export class ApiKeyResolver {
  @FieldResolver(_returns => [ApiKey], {
    description: 'The newest first; revoked and expired ones for 30 days more.',
  })
  async apiKeys(@Root() user: User, @Ctx() { apiKeyLoader }: UsersContext): Promise<ApiKey[]> {
    return (await apiKeyLoader.load(user.id)).map(toApiKey);
  }

  @Mutation(_returns => CreateApiKeyPayload)
  async createApiKey(
    @Arg('input', _type => CreateApiKeyInput) input: CreateApiKeyInput,
    @Ctx() { viewer, apiKeys }: UsersContext,
  ): Promise<CreateApiKeyPayload> {
    const { apiKey, secret } = await apiKeys.create(requireViewer(viewer), input);
    return { apiKey: toApiKey(apiKey), secret };
  }

  @Mutation(_returns => ApiKey)
  async revokeApiKey(@Arg('id', _type => ID) id: string, @Ctx() { viewer, apiKeys }: UsersContext): Promise<ApiKey> {
    return toApiKey(await apiKeys.revoke(requireViewer(viewer), id));
  }
}
