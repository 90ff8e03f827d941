import { aggregate } from './aggregate.command.ts';
import { bulkWrite } from './bulk-write.command.ts';
import {
  collMod,
  collStats,
  create,
  dbStats,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  renameCollection,
  validate,
} from './collection.commands.ts';
import { getMore, killCursors } from './cursor.commands.ts';
import { explain } from './explain.command.ts';
import { find } from './find.command.ts';
import { createIndexes, dropIndexes, listIndexes } from './index.commands.ts';
import { countCommand, distinct } from './read.commands.ts';
import {
  acknowledge,
  buildInfo,
  connectionStatus,
  getLog,
  getParameter,
  hello,
  hostInfo,
  replSetGetStatus,
  serverStatus,
} from './server.commands.ts';
import { abortTransaction, commitTransaction, endSessions, startSession } from './session.commands.ts';
import { deleteCommand, findAndModify, insert, update } from './write.commands.ts';
import type { CommandDefinition } from './command.ts';

const documentWrite = { writes: true, transactional: true } as const;
const catalogWrite = { writes: true } as const;

/** Every command this engine has. */
export const commandTable: ReadonlyMap<string, CommandDefinition> = new Map<string, CommandDefinition>([
  ['find', { run: find, transactional: true }],
  ['getMore', { run: getMore, transactional: true }],
  ['killCursors', { run: killCursors, transactional: true }],
  ['count', { run: countCommand }],
  ['distinct', { run: distinct, transactional: true }],
  ['aggregate', { run: aggregate, writes: true, transactional: true }],
  ['explain', { run: explain }],
  ['insert', { run: insert, ...documentWrite }],
  ['update', { run: update, ...documentWrite }],
  ['delete', { run: deleteCommand, ...documentWrite }],
  ['findAndModify', { run: findAndModify, ...documentWrite }],
  ['findandmodify', { run: findAndModify, ...documentWrite }],
  ['bulkWrite', { run: bulkWrite, ...documentWrite }],
  ['commitTransaction', { run: commitTransaction, ...documentWrite }],
  ['abortTransaction', { run: abortTransaction, transactional: true }],
  ['create', { run: create, ...documentWrite }],
  ['createIndexes', { run: createIndexes, ...documentWrite }],
  ['dropIndexes', { run: dropIndexes, ...catalogWrite }],
  ['deleteIndexes', { run: dropIndexes, ...catalogWrite }],
  ['listIndexes', { run: listIndexes }],
  ['collMod', { run: collMod, ...catalogWrite }],
  ['drop', { run: drop, ...catalogWrite }],
  ['dropDatabase', { run: dropDatabase, ...catalogWrite }],
  ['renameCollection', { run: renameCollection, ...catalogWrite }],
  ['listCollections', { run: listCollections }],
  ['listDatabases', { run: listDatabases }],
  ['collStats', { run: collStats }],
  ['dbStats', { run: dbStats }],
  ['validate', { run: validate }],
  ['hello', { run: hello }],
  ['isMaster', { run: hello }],
  ['ismaster', { run: hello }],
  ['ping', { run: acknowledge }],
  ['buildInfo', { run: buildInfo }],
  ['buildinfo', { run: buildInfo }],
  ['serverStatus', { run: serverStatus }],
  ['connectionStatus', { run: connectionStatus }],
  ['hostInfo', { run: hostInfo }],
  ['getParameter', { run: getParameter }],
  ['getLog', { run: getLog }],
  ['replSetGetStatus', { run: replSetGetStatus }],
  ['startSession', { run: startSession }],
  ['endSessions', { run: endSessions }],
  ['killSessions', { run: endSessions }],
  ['refreshSessions', { run: acknowledge }],
]);
