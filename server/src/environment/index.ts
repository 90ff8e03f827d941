export {
  addressEnvironment,
  addressesOf,
  engineEnvironment,
  processEnvironment,
  type AddressEnvironment,
  type ProcessEnvironment,
} from './environment.ts';
