export { checkHealth, type HealthCheck, type HealthReport } from './health.ts';
