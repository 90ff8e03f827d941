import { describe, expect, it } from '@jest/globals';
import { itNeeds, useMongo } from './mongo-under-test.ts';
import type { ChangeStream, Document } from 'mongodb';

const mongo = useMongo();

/** The next events of a stream. */
async function take(stream: ChangeStream<Document, Document>, count: number): Promise<Document[]> {
  const events: Document[] = [];
  while (events.length < count) events.push(await stream.next());
  return events;
}

async function watching<Result>(
  stream: ChangeStream<Document, Document>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    // The stream begins where its first answer says.
    await stream.tryNext();
    return await work();
  } finally {
    await stream.close();
  }
}

describe('change streams', () => {
  it('tell every kind of change of a collection, in order', async () => {
    const c = mongo.collection();
    await c.insertOne({ a: 0 });
    const stream = c.watch([], { maxAwaitTimeMS: 500 });
    await watching(stream, async () => {
      await c.insertOne({ _id: 1, a: 1, o: { x: 1 } } as Document);
      await c.updateOne({ _id: 1 } as Document, { $set: { 'o.x': 2 }, $unset: { a: '' } });
      await c.replaceOne({ _id: 1 } as Document, { r: 1 });
      await c.deleteOne({ _id: 1 } as Document);
      const [insert, update, replace, removal] = await take(stream, 4);
      const ns = { db: mongo.database.databaseName, coll: c.collectionName };
      expect(insert).toMatchObject({
        operationType: 'insert',
        ns,
        documentKey: { _id: 1 },
        fullDocument: { _id: 1, a: 1, o: { x: 1 } },
      });
      expect(update).toMatchObject({
        operationType: 'update',
        documentKey: { _id: 1 },
        updateDescription: { updatedFields: { 'o.x': 2 }, removedFields: ['a'] },
      });
      expect(update).not.toHaveProperty('fullDocument');
      expect(replace).toMatchObject({ operationType: 'replace', fullDocument: { _id: 1, r: 1 } });
      expect(removal).toMatchObject({ operationType: 'delete', documentKey: { _id: 1 } });
    });
  });

  it('look up the updated document and filter by a pipeline', async () => {
    const c = mongo.collection();
    await c.insertOne({ _id: 1, n: 0 } as Document);
    const stream = c.watch([{ $match: { operationType: 'update', 'fullDocument.n': { $gte: 2 } } }], {
      fullDocument: 'updateLookup',
      maxAwaitTimeMS: 500,
    });
    await watching(stream, async () => {
      await c.insertOne({ n: 5 });
      await c.updateOne({ _id: 1 } as Document, { $set: { n: 7 } });
      expect(await stream.next()).toMatchObject({ operationType: 'update', fullDocument: { _id: 1, n: 7 } });
    });
  });

  it('resume after a token', async () => {
    const c = mongo.collection();
    await c.insertOne({ n: -1 });
    const stream = c.watch([], { maxAwaitTimeMS: 500 });
    const token = await watching(stream, async () => {
      await c.insertMany([{ n: 0 }, { n: 1 }, { n: 2 }]);
      const [first] = await take(stream, 1);
      return first!['_id'] as Document;
    });
    const resumed = c.watch([], { resumeAfter: token, maxAwaitTimeMS: 500 });
    try {
      const events = await take(resumed, 2);
      expect(events.map(event => event['fullDocument'].n)).toEqual([1, 2]);
    } finally {
      await resumed.close();
    }
  });

  it('tell of all collections of a database, and of a transaction only when it commits', async () => {
    const a = mongo.collection();
    const b = mongo.collection();
    await Promise.all([a.insertOne({ n: 0 }), b.insertOne({ n: 0 })]);
    const stream = mongo.database.watch([], { maxAwaitTimeMS: 500 });
    await watching(stream, async () => {
      await mongo.client.withSession(session =>
        session.withTransaction(async () => {
          await a.insertOne({ n: 1 }, { session });
          await b.insertOne({ n: 2 });
          await b.insertOne({ n: 3 }, { session });
        }),
      );
      const events = await take(stream, 3);
      expect(events.map(event => event['fullDocument'].n)).toEqual([2, 1, 3]);
    });
  });

  it('end when their collection is dropped', async () => {
    const c = mongo.collection();
    await c.insertOne({ n: 0 });
    const stream = c.watch([], { maxAwaitTimeMS: 500 });
    await watching(stream, async () => {
      await c.drop();
      const events = await take(stream, 2);
      expect(events.map(event => event['operationType'])).toEqual(['drop', 'invalidate']);
    });
  });

  it('give documents before the change when the collection keeps them', async () => {
    const c = mongo.collection();
    await mongo.database.createCollection(c.collectionName, { changeStreamPreAndPostImages: { enabled: true } });
    await c.insertOne({ _id: 1, n: 1 } as Document);
    const stream = c.watch([], { fullDocumentBeforeChange: 'whenAvailable', maxAwaitTimeMS: 500 });
    await watching(stream, async () => {
      await c.updateOne({ _id: 1 } as Document, { $inc: { n: 1 } });
      await c.deleteOne({ _id: 1 } as Document);
      const [update, removal] = await take(stream, 2);
      expect(update).toMatchObject({ fullDocumentBeforeChange: { n: 1 } });
      expect(removal).toMatchObject({ fullDocumentBeforeChange: { n: 2 } });
    });
  });

  itNeeds('post-images', 'give documents as they were right after the change', async () => {
    const c = mongo.collection();
    await mongo.database.createCollection(c.collectionName, { changeStreamPreAndPostImages: { enabled: true } });
    await c.insertOne({ n: 1 });
    const stream = c.watch([], { fullDocument: 'required', maxAwaitTimeMS: 500 });
    await watching(stream, async () => {
      await c.updateOne({}, { $inc: { n: 1 } });
      await c.updateOne({}, { $inc: { n: 1 } });
      const events = await take(stream, 2);
      expect(events.map(event => event['fullDocument'].n)).toEqual([2, 3]);
    });
  });

  it('refuse a token that is none', async () => {
    const c = mongo.collection();
    await c.insertOne({ n: 0 });
    const stream = c.watch([], { resumeAfter: { _data: 'nonsense' } });
    await expect(stream.next()).rejects.toMatchObject({ name: 'MongoServerError' });
    await stream.close();
  });
});
