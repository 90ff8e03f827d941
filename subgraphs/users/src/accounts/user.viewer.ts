import type { Viewer } from '@polyphony/platform/context';
import type { UserDocument } from './user.document.ts';

/** The viewer that a user becomes by a session or an API key. */
export function viewerOf(user: UserDocument, by: { sessionId: string } | { apiKeyId: string }): Viewer {
  return {
    id: user._id.toHexString(),
    username: user.username,
    role: user.role,
    isInternal: user.is_internal,
    dailyQuota: user.daily_quota,
    ...by,
  };
}
