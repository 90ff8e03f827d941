import { describe, expect, it } from '@jest/globals';
import { parse, print, type DefinitionNode, type FieldDefinitionNode, type InputValueDefinitionNode } from 'graphql';
import { buildUsersSchema } from './schema.ts';

const contract = `
  type User { id: ID! username: String! email: String! fullName: String avatarUrl: String role: AccountRole! isActive: Boolean!
    createdAt: DateTime! lastLoginAt: DateTime settings: UserSettings! apiKeys: [ApiKey!]! }
  type UserSettings { values: JSON! updatedAt: DateTime! }
  type ApiKey { id: ID! name: String! prefix: String! isActive: Boolean! lastUsedAt: DateTime expiresAt: DateTime createdAt: DateTime! }
  type AuthPayload { user: User! accessToken: String! refreshToken: String! expiresAt: DateTime! }
  input RegisterInput { username: String! email: String! password: String! fullName: String }
  input LoginInput { login: String! password: String! }
  input CreateApiKeyInput { name: String! expiresAt: DateTime }
  type CreateApiKeyPayload { apiKey: ApiKey! secret: String! }
  type Query { me: User! }
  type Mutation { register(input: RegisterInput!): AuthPayload! login(input: LoginInput!): AuthPayload!
    refreshSession(refreshToken: String!): AuthPayload! logout: Boolean! updateSettings(values: JSON!): UserSettings!
    createApiKey(input: CreateApiKeyInput!): CreateApiKeyPayload! revokeApiKey(id: ID!): ApiKey!
    logoutEverywhere: Int! setUserActive(isActive: Boolean!, userId: ID!): User! }
`;

type AnyField = FieldDefinitionNode | InputValueDefinitionNode;

/** `Type.field(arguments): Type` of every field. */
function fieldsOf(definitions: readonly DefinitionNode[]): string[] {
  const described = (field: AnyField): AnyField => ({ ...field, description: undefined, directives: [] });
  return definitions.flatMap(definition =>
    'fields' in definition && definition.fields
      ? definition.fields.map(field => `${definition.name.value}.${print(described(field))}`)
      : [],
  );
}

describe('schema of users', () => {
  it('has every name that clients rely on, and User as an entity', async () => {
    const { sdl } = await buildUsersSchema();
    const { definitions } = parse(sdl);
    const fields = fieldsOf(definitions);
    expect(fields).toEqual(expect.arrayContaining(fieldsOf(parse(contract).definitions)));
    expect(sdl).toContain('type User @key(fields: "id")');
    expect(sdl).toMatch(/enum AccountRole \{\s+USER\s+ADMIN\s+DEVELOPER\s+\}/);
  });

  it('shows nothing of what is secret', async () => {
    const { sdl } = await buildUsersSchema();
    expect(sdl).not.toMatch(/hash|lastIp/i);
  });
});
