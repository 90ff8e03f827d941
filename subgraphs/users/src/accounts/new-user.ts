import type { AccountRole } from '@polyphony/platform/context';
import { ObjectId } from 'mongodb';
import { nameKey } from './account.rules.ts';
import type { UserDocument } from './user.document.ts';

export interface NewUser {
  username: string;
  email: string;
  passwordHash: string;
  fullName?: string | null;
  role?: AccountRole;
  mustChangePassword?: boolean;
  dailyQuota: number;
  at: Date;
}

/** A user as it is first stored. The names must have been checked. */
export function newUser(user: NewUser): UserDocument {
  return {
    _id: new ObjectId(),
    username: user.username,
    username_key: nameKey(user.username),
    email: user.email,
    email_key: nameKey(user.email),
    password_hash: user.passwordHash,
    must_change_password: user.mustChangePassword ?? false,
    full_name: user.fullName ?? null,
    avatar_url: null,
    role: user.role ?? 'USER',
    is_active: true,
    is_internal: false,
    daily_quota: user.dailyQuota,
    password_attempts: 0,
    password_attempts_until: null,
    created_at: user.at,
    updated_at: user.at,
    last_login_at: null,
    last_ip: null,
  };
}
