export {
  addressesOf,
  readDistributedEnvironment,
  readServerEnvironment,
  type EngineEnvironment,
  type Environment,
} from './environment.ts';
