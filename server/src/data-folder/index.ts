export { identityKeys } from './identity-keys.ts';
export { FolderInUseError, lockFolder } from './lock-folder.ts';
