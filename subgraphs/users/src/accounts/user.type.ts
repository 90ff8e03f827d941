import type { AccountRole as Role } from '@polyphony/platform/context';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { AccountRole } from './account-role.type.ts';
import type { UserDocument } from './user.document.ts';

/**
 * An account in the graph. It is only ever given to the account's owner or to an administrator (see `user.reference.ts`), which is
 * why its fields need no authorization of their own.
 */
@ObjectType('User', { description: 'An account, visible to its owner and to administrators.' })
@Directive('@key(fields: "id")')
export class User {
  @Field(_type => ID)
  id!: string;

  @Field(_type => String)
  username!: string;

  @Field(_type => String)
  email!: string;

  @Field(_type => String, { nullable: true })
  fullName!: string | null;

  @Field(_type => String, { nullable: true })
  avatarUrl!: string | null;

  @Field(_type => AccountRole)
  role!: Role;

  @Field(_type => Boolean)
  isActive!: boolean;

  @Field(_type => Boolean, { description: "A system's own account rather than a person's." })
  isInternal!: boolean;

  @Field(_type => Int, { description: 'Requests to models a day.' })
  dailyQuota!: number;

  @Field(_type => Boolean, { description: 'The password was generated and should be replaced.' })
  mustChangePassword!: boolean;

  @Field(_type => Date)
  createdAt!: Date;

  @Field(_type => Date)
  updatedAt!: Date;

  @Field(_type => Date, { nullable: true })
  lastLoginAt!: Date | null;
}

/** The graph's view of a stored user: everything but its secrets. */
export function toUser(document: UserDocument): User {
  return {
    id: document._id.toHexString(),
    username: document.username,
    email: document.email,
    fullName: document.full_name,
    avatarUrl: document.avatar_url,
    role: document.role,
    isActive: document.is_active,
    isInternal: document.is_internal,
    dailyQuota: document.daily_quota,
    mustChangePassword: document.must_change_password,
    createdAt: document.created_at,
    updatedAt: document.updated_at,
    lastLoginAt: document.last_login_at,
  };
}
