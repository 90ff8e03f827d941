export { formatError } from './format-error.ts';
export { DateTimeScalar, JsonScalar } from './scalars.ts';
