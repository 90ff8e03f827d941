export { checkFirst, decodeCursor, encodeCursor, toPage, type Page } from './connection.ts';
export { connectionType, PageInfo, toConnection, type Connection } from './connection.type.ts';
export { ConnectionSize, ListSize, type ListSizeOptions } from './list-size.ts';
export { creationPosition, readCreationPosition, type CreationPosition } from './creation-cursor.ts';
