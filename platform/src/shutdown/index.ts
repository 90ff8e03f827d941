export { createShutdown, shutDownOnSignals, type Shutdown } from './shutdown.ts';
