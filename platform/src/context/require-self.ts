import { NotFoundError } from '../errors/index.ts';
import { requireViewer, type Viewer } from './viewer.ts';

/**
 * For what a user has for itself alone.
 * @throws UnauthenticatedError, or NotFoundError when the viewer is somebody else.
 */
export function requireSelf(viewer: Viewer | null, userId: string): Viewer {
  const known = requireViewer(viewer);
  if (known.id !== userId) throw new NotFoundError('User');
  return known;
}
