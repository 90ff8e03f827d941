import DataLoader from 'dataloader';
import type { Viewer } from '@polyphony/platform/context';
import type { UploadedFileDocument } from './uploaded-file.document.ts';
import type { UploadedFileRepository } from './uploaded-file.repository.ts';

export type UploadedFileLoader = DataLoader<string, UploadedFileDocument | null>;

export const createUploadedFileLoader = (files: UploadedFileRepository, viewer: () => Viewer): UploadedFileLoader =>
  new DataLoader(async ids => {
    const found = await files.findByIds(viewer().id, ids);
    const byId = new Map(found.map(file => [file._id.toHexString(), file]));
    return ids.map(id => byId.get(id) ?? null);
  });

/** The files of each conversation, by the conversation's id. */
export type ConversationFilesLoader = DataLoader<string, UploadedFileDocument[]>;

export const createConversationFilesLoader = (
  files: UploadedFileRepository,
  viewer: () => Viewer,
): ConversationFilesLoader =>
  new DataLoader(async ids => {
    const found = await files.findByConversations(viewer().id, ids);
    const byConversation = Map.groupBy(found, file => file.conversation_id?.toHexString() ?? '');
    return ids.map(id => byConversation.get(id) ?? []);
  });
