export {
  createRequestContext,
  type ClientApplication,
  type RequestContext,
  type RequestWork,
} from './request-context.ts';
export { requireSelf } from './require-self.ts';
export { accountRoles, requireAdmin, requireViewer, viewerSchema, type AccountRole, type Viewer } from './viewer.ts';
