import type { AccountRole } from '@polyphony/platform/context';
import type { ObjectId } from 'mongodb';

/** A user in the collection `users`. */
export interface UserDocument {
  _id: ObjectId;
  /** As the user wrote it. */
  username: string;
  /** What makes it unique: see `nameKey`. */
  username_key: string;
  email: string;
  email_key: string;
  /** Argon2id, with its parameters and salt. */
  password_hash: string;
  /** Set for the first administrator until the generated password is replaced. */
  must_change_password: boolean;
  full_name: string | null;
  avatar_url: string | null;
  role: AccountRole;
  is_active: boolean;
  /** A system's own account rather than a person's: what it writes never triggers another reply. */
  is_internal: boolean;
  /** Requests to models a day. */
  daily_quota: number;
  /** Passwords tried since the last right one, counted until `password_attempts_until`. */
  password_attempts: number;
  password_attempts_until: Date | null;
  created_at: Date;
  updated_at: Date;
  last_login_at: Date | null;
  last_ip: string | null;
}
