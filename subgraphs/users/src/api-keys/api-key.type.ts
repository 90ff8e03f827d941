import { Field, ID, ObjectType } from 'type-graphql';
import type { ApiKeyDocument } from './api-key.document.ts';

@ObjectType('ApiKey', { description: 'A key for programs. Its secret is shown once, when it is made.' })
export class ApiKey {
  @Field(_type => ID)
  id!: string;

  @Field(_type => String)
  name!: string;

  @Field(_type => String, { description: 'The beginning of the secret.' })
  prefix!: string;

  @Field(_type => Boolean, { description: 'False once it was revoked.' })
  isActive!: boolean;

  @Field(_type => Date, { nullable: true, description: 'To the minute.' })
  lastUsedAt!: Date | null;

  @Field(_type => Date, { nullable: true })
  expiresAt!: Date | null;

  @Field(_type => Date)
  createdAt!: Date;
}

@ObjectType('CreateApiKeyPayload')
export class CreateApiKeyPayload {
  @Field(_type => ApiKey)
  apiKey!: ApiKey;

  @Field(_type => String, { description: 'The only time the secret is shown.' })
  secret!: string;
}

export function toApiKey(document: ApiKeyDocument): ApiKey {
  return {
    id: document._id.toHexString(),
    name: document.name,
    prefix: document.prefix,
    isActive: document.is_active,
    lastUsedAt: document.last_used_at,
    expiresAt: document.expires_at,
    createdAt: document.created_at,
  };
}
