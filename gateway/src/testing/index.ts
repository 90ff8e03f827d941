export { overHttp } from './over-http.ts';
export { collect, post, socketClient, type Answer } from './test-client.ts';
export { inProcess, startTestGateway, type Connect, type TestGateway } from './test-gateway.ts';
export { createOfferingSource, type OfferingSource } from './offering-source.ts';
export { openRawSocket, type RawMessage, type RawSocket } from './raw-socket.ts';
export { testViewer } from './test-viewer.ts';
export { knownApiKey } from './users/users.subgraph.ts';
export { settled, until } from './until.ts';
export { createScriptedServer, json, status, type ScriptedServer } from './scripted-server.ts';
