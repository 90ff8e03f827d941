export { queryPlanExtension, queryPlanHeader } from './query-plan-extension.ts';
