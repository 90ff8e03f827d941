export {
  createTrustedDocuments,
  type TrustedDocuments,
  type TrustedDocumentsMode,
  type TrustedDocumentsOptions,
} from './trusted-documents.ts';
