export { FolderInUseError, lockFolder } from './lock-folder.ts';
