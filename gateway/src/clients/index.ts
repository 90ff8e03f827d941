export { clientAddress } from './client-address.ts';
export { clientApplication } from './client-application.ts';
export { createClientLimits, type ClientLimits, type ClientLimitsOptions } from './client-limits.ts';
export { clientName } from './client-name.ts';
export { createConnectionCounter, type ConnectionCounter } from './connection-counter.ts';
