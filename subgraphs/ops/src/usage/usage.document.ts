import type { ObjectId } from 'mongodb';

/** `api_usage`: one counter per user. What it counts belongs to the UTC day that starts at `last_reset`. */
export interface UsageDocument {
  _id: ObjectId;
  user_id: string;
  requests_today: number;
  tokens_today: number;
  /** The quota that the last request was checked against; null before the first request. */
  daily_quota: number | null;
  last_reset: Date;
  updated_at: Date;
}
