export { fromLatin1, toLatin1, toLatin1Json } from './latin1.ts';
