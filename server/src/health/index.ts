export { localHealth } from './local-health.ts';
export { remoteHealth } from './remote-health.ts';
