export { booleanField, integerField, listField, optionalUrlField, portField } from './fields.ts';
export { EnvironmentError, readEnvironment } from './read-environment.ts';
