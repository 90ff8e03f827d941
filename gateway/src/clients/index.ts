export { clientAddress } from './client-address.ts';
export { clientName } from './client-name.ts';
export { createClientRateLimit, type AdmitOperation } from './client-rate-limit.ts';
export { createConnectionCounter, type ConnectionCounter } from './connection-counter.ts';
