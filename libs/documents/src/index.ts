export { DirectoryDocumentStore } from './directory-document-store.js';
export { decryptDocument, type DocumentKey, encryptDocument } from './document-file.js';
export { DocumentStore, type StoredDocument } from './document-store.js';
export { StagedLinks } from './staged-links.js';
export { PublicArchive } from './public-archive.js';
