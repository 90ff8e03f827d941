import { randomBytes } from 'node:crypto';

/** A fresh database on the MongoDB that MONGODB_TEST_URL names; nothing when the embedded one is to be tested. */
export function otherMongo(): { MONGODB_URL?: string } {
  const url = process.env['MONGODB_TEST_URL'];
  if (url === undefined || url === '') return {};
  const database = new URL(url);
  database.pathname = `/e2e_${randomBytes(6).toString('hex')}`;
  return { MONGODB_URL: database.href };
}
