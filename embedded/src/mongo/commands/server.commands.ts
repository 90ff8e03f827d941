import { ObjectId } from 'bson';
import { sessionTimeoutMinutes } from '../transactions/session-registry.ts';
import { maximumDocumentBytes } from '../values/bson-codec.ts';
import { maximumMessageBytes } from '../wire/message-limits.ts';
import type { CommandContext, CommandReply } from './command.ts';

/** The version whose behaviour this engine follows. */
const version = '8.0.0';
/** The wire version of MongoDB 8.0, the first with the `bulkWrite` command. */
const wireVersion = 25;
const electionId = new ObjectId('7fffffff0000000000000001');

/** `hello`: the server presents itself as the primary of a replica set of one, since drivers tie transactions to that. */
export function hello({ connection, host, engine, command }: CommandContext): CommandReply {
  const { time } = engine.commits;
  return {
    helloOk: true,
    ...('hello' in command ? {} : { ismaster: true }),
    isWritablePrimary: true,
    secondary: false,
    setName: 'rs0',
    setVersion: 1,
    hosts: [host],
    primary: host,
    me: host,
    electionId,
    lastWrite: { opTime: { ts: time, t: 1 }, lastWriteDate: new Date(time.t * 1000) },
    maxBsonObjectSize: maximumDocumentBytes,
    maxMessageSizeBytes: maximumMessageBytes,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: sessionTimeoutMinutes,
    connectionId: connection,
    minWireVersion: 0,
    maxWireVersion: wireVersion,
    readOnly: false,
  };
}

/** `buildInfo`: says plainly that this is not a mongod. */
export function buildInfo(_context: CommandContext): CommandReply {
  return {
    version,
    versionArray: [8, 0, 0, 0],
    gitVersion: 'polyphony-embedded',
    modules: ['polyphony-embedded'],
    storageEngines: ['sqlite'],
    bits: 64,
    debug: false,
    maxBsonObjectSize: maximumDocumentBytes,
  };
}

/** `serverStatus`: the little that is known. */
export function serverStatus({ engine, host }: CommandContext): CommandReply {
  const uptime = (Date.now() - engine.startedAt.getTime()) / 1000;
  return {
    host,
    version,
    process: 'polyphony-embedded',
    pid: process.pid,
    uptime,
    localTime: new Date(),
    storageEngine: { name: 'sqlite' },
    repl: { setName: 'rs0', isWritablePrimary: true, secondary: false, hosts: [host], me: host },
    metrics: { cursor: { open: { total: engine.cursors.size } } },
    mem: { resident: Math.round(process.memoryUsage().rss / 2 ** 20) },
  };
}

/** `connectionStatus`: there are no users. */
export function connectionStatus(_context: CommandContext): CommandReply {
  return { authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } };
}

/** `hostInfo`. */
export function hostInfo({ host }: CommandContext): CommandReply {
  return { system: { hostname: host, currentTime: new Date() }, os: { type: process.platform } };
}

/** `getParameter`: only what tools ask for at their start. */
export function getParameter({ command }: CommandContext): CommandReply {
  const known = { featureCompatibilityVersion: { version: '8.0' } };
  return 'featureCompatibilityVersion' in command || command['getParameter'] === '*' ? known : {};
}

/** `replSetGetStatus`: the set of one. */
export function replSetGetStatus({ host, engine }: CommandContext): CommandReply {
  return {
    set: 'rs0',
    date: new Date(),
    myState: 1,
    members: [
      {
        _id: 0,
        name: host,
        health: 1,
        state: 1,
        stateStr: 'PRIMARY',
        self: true,
        optime: { ts: engine.commits.time, t: 1 },
      },
    ],
  };
}

/** `getLog`: mongosh asks for start-up warnings. */
export function getLog(_context: CommandContext): CommandReply {
  const log = [
    'The development engine of Polyphony: loopback only, without access control. Production runs on MongoDB.',
  ];
  return { totalLinesWritten: log.length, log };
}

/** `ping`, and commands there is nothing to do for. */
export function acknowledge(_context: CommandContext): CommandReply {
  return {};
}
