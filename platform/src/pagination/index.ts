export { checkFirst, decodeCursor, encodeCursor, toPage, type Page } from './connection.ts';
export { connectionType, PageInfo, toConnection, type Connection } from './connection.type.ts';
