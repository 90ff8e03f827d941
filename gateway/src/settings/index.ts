export { gatewayEnvironment, gatewaySettings } from './gateway-environment.ts';
export { defaultGatewaySettings, type GatewaySettings } from './gateway-settings.ts';
