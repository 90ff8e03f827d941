import type { Viewer } from '@polyphony/platform/context';

export function testViewer(known: Partial<Viewer> = {}): Viewer {
  return { id: 'u1', username: 'ada', role: 'USER', isInternal: false, dailyQuota: 100, ...known };
}
