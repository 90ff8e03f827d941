// What benchmarks share with the tests of the whole graph; nothing here needs jest.
export { createAccount, startConversation, type Account } from './account.ts';
export { startServer, type AllInOne } from './all-in-one.ts';
export { startDistributed, type Distributed } from './distributed.ts';
export { readyLine, type Installation } from './installation.ts';
export { temporaryFolder } from './temporary-folder.ts';
export { startProcess, type WorkspaceProcess } from './workspace-process.ts';
