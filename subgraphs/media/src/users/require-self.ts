import { requireViewer, type Viewer } from '@polyphony/platform/context';
import { NotFoundError } from '@polyphony/platform/errors';

/**
 * What a user has here is for that user alone.
 * @throws UnauthenticatedError, or NotFoundError when the viewer is somebody else.
 */
export function requireSelf(viewer: Viewer | null, userId: string): Viewer {
  const known = requireViewer(viewer);
  if (known.id !== userId) throw new NotFoundError('User');
  return known;
}
