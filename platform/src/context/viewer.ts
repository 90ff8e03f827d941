import { z } from 'zod';
import { ForbiddenError, UnauthenticatedError } from '../errors/index.ts';

export const accountRoles = ['USER', 'ADMIN', 'DEVELOPER'] as const;
export type AccountRole = (typeof accountRoles)[number];

/** Who is asking, as the gateway established it. Subgraphs trust nothing else. */
export const viewerSchema = z.object({
  id: z.string().min(1).max(64),
  username: z.string(),
  role: z.enum(accountRoles),
  isInternal: z.boolean(),
  /** Requests to models a day. */
  dailyQuota: z.number().int(),
  /** The session the access token belongs to; absent for API keys. */
  sessionId: z.string().optional(),
  apiKeyId: z.string().optional(),
});
export type Viewer = z.infer<typeof viewerSchema>;

/** @throws UnauthenticatedError when nobody is logged in. */
export function requireViewer(viewer: Viewer | null): Viewer {
  if (viewer === null) throw new UnauthenticatedError();
  return viewer;
}

/** @throws UnauthenticatedError, or ForbiddenError for anyone but an administrator. */
export function requireAdmin(viewer: Viewer | null): Viewer {
  const known = requireViewer(viewer);
  if (known.role !== 'ADMIN') throw new ForbiddenError('Only an administrator can do this.');
  return known;
}
