// What the gateway listens to is held by the platform.
export { sessionEnded, type SessionEnded } from '@polyphony/platform/identity';
