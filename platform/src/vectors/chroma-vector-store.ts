import { createHash } from 'node:crypto';
import {
  ChromaClient,
  ChromaClientError,
  ChromaNotFoundError,
  InvalidArgumentError,
  InvalidCollectionError,
  type Collection,
  type Where,
} from 'chromadb';
import { DownstreamServiceError } from '../errors/index.ts';
import { requireDirection, requireValidLimit, validItems } from './valid-vectors.ts';
import {
  VectorDimensionError,
  type VectorItem,
  type VectorMatch,
  type VectorMetadata,
  type VectorStore,
} from './vector-store.ts';

/** Chroma refuses empty metadata, so that every item carries this key besides its own. */
const markerKey = 'polyphony_item';
const batchSize = 500;
const timeoutMs = 30_000;

export interface ChromaVectorStoreOptions {
  /** For example `http://chroma:8000`. */
  url: string;
  tenant?: string;
  database?: string;
  /** Sent with every request, for example an authorization. */
  headers?: Record<string, string>;
}

/** Vectors in a Chroma server. Its search is approximate (HNSW), and an upsert of more than 500 items is several steps. */
export function createChromaVectorStore({ url, tenant, database, headers }: ChromaVectorStoreOptions): VectorStore {
  const { protocol, hostname, port } = new URL(url);
  const ssl = protocol === 'https:';
  const client = new ChromaClient({
    host: hostname,
    port: Number(port || (ssl ? 443 : 80)),
    ssl,
    tenant,
    database,
    headers,
  });
  /** Known collections by our name. Another process may delete one, which shows as "not found". */
  const known = new Map<string, Collection>();

  async function find(name: string): Promise<Collection | null> {
    const cached = known.get(name);
    if (cached !== undefined) return cached;
    try {
      const collection = await client.getCollection({ name: chromaName(name) });
      known.set(name, collection);
      return collection;
    } catch (error) {
      if (error instanceof ChromaNotFoundError) return null;
      throw error;
    }
  }

  async function findOrCreate(name: string): Promise<Collection> {
    const collection =
      known.get(name) ??
      (await client.getOrCreateCollection({
        name: chromaName(name),
        embeddingFunction: null,
        configuration: { hnsw: { space: 'cosine', ef_search: 200 } },
        metadata: { name },
      }));
    known.set(name, collection);
    return collection;
  }

  /** Runs a step on a collection, once more when the one we knew is gone, within the time limit. */
  async function on<Answer>(
    name: string,
    open: (name: string) => Promise<Collection | null>,
    step: (collection: Collection) => Promise<Answer>,
  ): Promise<Answer | null> {
    const attempt = async () => {
      const collection = await open(name);
      return collection === null ? null : step(collection);
    };
    const retried = async () => {
      const wasKnown = known.has(name);
      try {
        return await attempt();
      } catch (error) {
        if (!wasKnown || !(error instanceof ChromaNotFoundError)) throw error;
        known.delete(name);
        return attempt();
      }
    };
    return translated(name, retried());
  }

  return {
    async upsert(name, items) {
      const valid = validItems(name, items);
      for (let start = 0; start < valid.length; start += batchSize) {
        await on(name, findOrCreate, collection => upsertBatch(collection, valid.slice(start, start + batchSize)));
      }
    },

    async query(name, vector, { limit, filter = {} }) {
      requireValidLimit(limit);
      requireDirection(vector);
      const matches = await on(name, find, async collection => {
        const result = await collection.query({
          queryEmbeddings: [Array.from(vector)],
          nResults: limit,
          where: toWhere(filter),
          include: ['documents', 'metadatas', 'distances'],
        });
        return result.rows()[0] ?? [];
      });
      return (matches ?? []).map(({ id, document, metadata, distance }): VectorMatch => ({
        id,
        text: document ?? '',
        metadata: withoutMarker(metadata ?? {}),
        score: 1 - distance!,
      }));
    },

    async delete(name, ids) {
      const unique = [...new Set(ids)];
      for (let start = 0; start < unique.length; start += batchSize) {
        await on(name, find, collection => collection.delete({ ids: unique.slice(start, start + batchSize) }));
      }
    },

    async deleteCollection(name) {
      known.delete(name);
      const deleted = client.deleteCollection({ name: chromaName(name) }).catch((error: unknown) => {
        if (!(error instanceof ChromaNotFoundError)) throw error;
      });
      await translated(name, deleted);
    },

    async count(name) {
      return (await on(name, find, collection => collection.count())) ?? 0;
    },

    async close() {
      known.clear();
    },
  };
}

/** Chroma restricts names, ours are free. */
function chromaName(name: string): string {
  return `polyphony-${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;
}

async function upsertBatch(collection: Collection, items: VectorItem[]) {
  await removeOutdated(collection, items);
  await collection.upsert({
    ids: items.map(({ id }) => id),
    embeddings: items.map(({ vector }) => Array.from(vector)),
    documents: items.map(({ text }) => text),
    metadatas: items.map(({ metadata }) => ({ ...metadata, [markerKey]: true })),
  });
}

/** Chroma's upsert keeps metadata keys that the new item lacks: such items go first. */
async function removeOutdated(collection: Collection, items: VectorItem[]) {
  const stored = await collection.get({ ids: items.map(({ id }) => id), include: ['metadatas'] });
  const byId = new Map(items.map(item => [item.id, item]));
  const outdated = stored.rows().filter(({ id, metadata }) => {
    const kept = byId.get(id)!.metadata;
    return Object.keys(metadata ?? {}).some(key => key !== markerKey && !Object.hasOwn(kept, key));
  });
  if (outdated.length > 0) await collection.delete({ ids: outdated.map(({ id }) => id) });
}

function toWhere(filter: VectorMetadata): Where | undefined {
  const conditions: Where[] = Object.entries(filter).map(([key, value]) => ({ [key]: { $eq: value } }));
  return conditions.length > 1 ? { $and: conditions } : conditions[0];
}

function withoutMarker(metadata: Record<string, unknown>): VectorMetadata {
  const { [markerKey]: _marker, ...own } = metadata;
  return own as VectorMetadata;
}

/** Gives Chroma's errors our names: wrong dimensions, and everything that is not about the request as "not available". */
async function translated<Answer>(name: string, work: Promise<Answer>): Promise<Answer> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
  try {
    return await Promise.race([work, late.promise]);
  } catch (error) {
    const dimensions = /dimension of (\d+), got (\d+)/.exec(error instanceof Error ? error.message : '');
    if (dimensions !== null) throw new VectorDimensionError(name, Number(dimensions[1]), Number(dimensions[2]));
    const aboutRequest = [ChromaClientError, InvalidArgumentError, InvalidCollectionError, TypeError];
    if (aboutRequest.some(type => error instanceof type)) throw error;
    throw new DownstreamServiceError('chroma', error);
  } finally {
    clearTimeout(timer);
  }
}
