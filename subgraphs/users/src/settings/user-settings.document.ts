import type { ObjectId } from 'mongodb';

export type SettingsValues = Readonly<Record<string, unknown>>;

/** A user's settings, in the collection `user_settings`: one document a user, made by the first change. */
export interface UserSettingsDocument {
  _id: ObjectId;
  user_id: ObjectId;
  settings: SettingsValues;
  /** Counts the changes, so that none overwrites another it has not seen. */
  revision: number;
  created_at: Date;
  updated_at: Date;
}
