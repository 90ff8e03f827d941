export {
  addressEnvironment,
  addressesOf,
  engineEnvironment,
  processEnvironment,
  type AddressEnvironment,
  type EngineEnvironment,
  type ProcessEnvironment,
} from './environment.ts';
