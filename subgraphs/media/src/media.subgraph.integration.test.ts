import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { startTemporaryPostgres } from '@polyphony/embedded/postgres';
import { createRequestContext, type Viewer } from '@polyphony/platform/context';
import { silentLogger } from '@polyphony/platform/logging';
import { countQueries } from '@polyphony/platform/postgres';
import { createExecutableSubgraph, type Subgraph } from '@polyphony/platform/subgraph';
import { createMediaContext } from './context.ts';
import { createMediaSubgraph, type MediaContext } from './index.ts';
import { createMediaOrm } from './media.orm.ts';

const settings = { postgresPoolSize: 4 };
let postgres: Awaited<ReturnType<typeof startTemporaryPostgres>>;
let media: Subgraph<MediaContext>;
/** A second connection to the same tables: fills them, and counts what the subgraph's context asks of the store. */
let orm: MikroORM;

const viewer = (id: string): Viewer => ({ id, username: id, role: 'USER', isInternal: false, dailyQuota: 10 });
const ask = async (query: string, asker: string | null, variables?: Record<string, unknown>) => {
  const counted = { ...media, createContext: (request: MediaContext) => createMediaContext(orm.em.fork(), request) };
  const counter = countQueries(orm);
  const { data, errors } = await createExecutableSubgraph(counted).execute(
    { query, variables },
    createRequestContext({ viewer: asker === null ? null : viewer(asker) }),
  );
  const queries = counter.take();
  counter.stop();
  return { data: data ?? {}, codes: errors?.map(error => error.extensions?.['code']) ?? [], queries };
};
const entities = (type: string, ...ids: string[]) => ({ of: ids.map(id => ({ __typename: type, id })) });
const insert = async (statement: string, parameters: unknown[]): Promise<string> => {
  const [row] = await orm.em.fork().execute<{ id: string }[]>(`${statement} RETURNING id`, parameters);
  return row!.id;
};
interface RowOptions {
  name?: string;
  conversationId?: string | null;
  createdAt?: string;
}
const timeline = [
  { speaker: 'SPEAKER_00', start: 0, end: 1.5, text: 'Good morning.', confidence: 0.9 },
  { speaker: 'SPEAKER_01', start: 1.5, end: 2, text: 'Morning!', confidence: null },
  { speaker: null, start: 2, end: 3, text: '[laughter]', confidence: null },
];
const insertTranscription = (
  userId: string,
  { name = 'talk.wav', conversationId = null, createdAt = '2026-11-22T10:00:00Z' }: RowOptions = {},
) =>
  insert(
    `INSERT INTO transcriptions (user_id, original_filename, stored_filename, file_path, conversation_id, status, progress,
       transcript_raw, language, duration_seconds, speaker_timeline, models_used, created_at)
     VALUES (?, ?, 'stored', 'uploads/1', ?, 'succeeded', 1, 'Good morning. Morning!', 'en', 3, ?, '{"whisper": "tiny"}', ?)`,
    [userId, name, conversationId, JSON.stringify(timeline), createdAt],
  );
const insertSpeaker = (transcriptionId: string, speakerId: string, label: string | null) =>
  insert('INSERT INTO speakers (transcription_id, speaker_id, speaker_label, word_count) VALUES (?, ?, ?, 2)', [
    transcriptionId,
    speakerId,
    label,
  ]);
const insertImage = (
  userId: string,
  { name = 'a lighthouse', conversationId = null, createdAt = '2026-11-22T10:00:00Z' }: RowOptions = {},
) =>
  insert(
    `INSERT INTO image_generations (user_id, prompt, conversation_id, status, progress, model, steps, cfg_scale, seed, width,
       height, lora_models, images, created_at)
     VALUES (?, ?, ?, 'running', 0.5, 'sdxl', 20, 7.5, 9007199254740993, 512, 768,
       '[{"name": "ink", "weight": 0.8, "source_url": "https://loras.example/ink"}]',
       '[{"url": "images/1", "hash": "d41d8cd9", "width": 512, "height": 768, "mime_type": "image/png"}]', ?)`,
    [userId, name, conversationId, createdAt],
  );

beforeAll(async () => {
  postgres = await startTemporaryPostgres();
  media = await createMediaSubgraph({ postgresUrl: postgres.url, log: silentLogger, settings });
  orm = await createMediaOrm(postgres.url, silentLogger, settings);
});
afterAll(async () => {
  await orm.close();
  await media.close();
  await postgres.close();
});

describe('an empty media subgraph', () => {
  it('answers from its empty tables', async () => {
    const empty = { nodes: [], totalCount: 0, pageInfo: { hasNextPage: false } };
    const { data, codes } = await ask(
      `query ($of: [_Any!]!) { _entities(representations: $of) {
        ... on User {
          transcriptions { nodes { id } totalCount pageInfo { hasNextPage } }
          imageGenerations { nodes { id } totalCount pageInfo { hasNextPage } } } } }`,
      'nobody',
      entities('User', 'nobody'),
    );
    expect(codes).toEqual([]);
    expect(data).toEqual({ _entities: [{ transcriptions: empty, imageGenerations: empty }] });
  });

  it('is healthy, and answers through its own connection', async () => {
    for (const check of media.healthChecks) await check.check(AbortSignal.timeout(2000));
    const direct = await createExecutableSubgraph(media).execute(
      { query: `{ transcription(id: "${crypto.randomUUID()}") { id } }` },
      createRequestContext({ viewer: viewer('nobody') }),
    );
    expect(direct.errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
  });
});

describe('a transcription', () => {
  const query = `query ($id: ID!) { transcription(id: $id) {
    status progress fileName durationSeconds language text enhancedText modelsUsed conversation { id }
    speakers { speakerId label wordCount } segments { start end text confidence speaker { speakerId label } }
    srt: subtitles(format: SRT) vtt: subtitles(format: VTT) } }`;

  it('tells who said what when', async () => {
    const id = await insertTranscription('owner', { conversationId: 'c1' });
    await insertSpeaker(id, 'SPEAKER_01', null);
    await insertSpeaker(id, 'SPEAKER_00', 'Anna');
    const { data, codes, queries } = await ask(query, 'owner', { id });
    expect(codes).toEqual([]);
    expect(data['transcription']).toEqual({
      status: 'SUCCEEDED',
      progress: 1,
      fileName: 'talk.wav',
      durationSeconds: 3,
      language: 'en',
      text: 'Good morning. Morning!',
      enhancedText: null,
      modelsUsed: { whisper: 'tiny' },
      conversation: { id: 'c1' },
      speakers: [
        { speakerId: 'SPEAKER_00', label: 'Anna', wordCount: 2 },
        { speakerId: 'SPEAKER_01', label: null, wordCount: 2 },
      ],
      segments: [
        {
          start: 0,
          end: 1.5,
          text: 'Good morning.',
          confidence: 0.9,
          speaker: { speakerId: 'SPEAKER_00', label: 'Anna' },
        },
        { start: 1.5, end: 2, text: 'Morning!', confidence: null, speaker: { speakerId: 'SPEAKER_01', label: null } },
        { start: 2, end: 3, text: '[laughter]', confidence: null, speaker: null },
      ],
      srt: [
        '1\n00:00:00,000 --> 00:00:01,500\nAnna: Good morning.\n',
        '2\n00:00:01,500 --> 00:00:02,000\nSPEAKER_01: Morning!\n',
        '3\n00:00:02,000 --> 00:00:03,000\n[laughter]\n',
      ].join('\n'),
      vtt: [
        'WEBVTT\n',
        '00:00:00.000 --> 00:00:01.500\n<v Anna>Good morning.\n',
        '00:00:01.500 --> 00:00:02.000\n<v SPEAKER_01>Morning!\n',
        '00:00:02.000 --> 00:00:03.000\n[laughter]\n',
      ].join('\n'),
    });
    // The row and its speakers, once for all fields.
    expect(queries).toHaveLength(2);
  });

  it('of others does not exist, nor does an id that cannot be', async () => {
    const id = await insertTranscription('owner');
    expect((await ask(query, 'intruder', { id })).codes).toEqual(['NOT_FOUND']);
    expect((await ask(query, 'owner', { id: '42' })).codes).toEqual(['NOT_FOUND']);
    expect((await ask(query, null, { id })).codes).toEqual(['UNAUTHENTICATED']);
  });
});

describe('an image generation', () => {
  const query = `query ($id: ID!) { imageGeneration(id: $id) {
    status progress prompt model steps cfgScale seed width height conversation { id }
    loras { name version weight sourceUrl } images { url hash width height mimeType } } }`;

  it('tells what was asked for and made, its seed exactly', async () => {
    const id = await insertImage('owner');
    const { data, codes, queries } = await ask(query, 'owner', { id });
    expect(codes).toEqual([]);
    expect(data['imageGeneration']).toEqual({
      status: 'RUNNING',
      progress: 0.5,
      prompt: 'a lighthouse',
      model: 'sdxl',
      steps: 20,
      cfgScale: 7.5,
      seed: '9007199254740993',
      width: 512,
      height: 768,
      conversation: null,
      loras: [{ name: 'ink', version: null, weight: 0.8, sourceUrl: 'https://loras.example/ink' }],
      images: [{ url: 'images/1', hash: 'd41d8cd9', width: 512, height: 768, mimeType: 'image/png' }],
    });
    expect(queries).toHaveLength(1);
  });

  it('of others does not exist', async () => {
    const id = await insertImage('owner');
    expect((await ask(query, 'intruder', { id })).codes).toEqual(['NOT_FOUND']);
    expect((await ask(query, null, { id })).codes).toEqual(['UNAUTHENTICATED']);
  });
});

describe.each([
  { field: 'transcriptions', title: 'fileName', insertRow: insertTranscription },
  { field: 'imageGenerations', title: 'prompt', insertRow: insertImage },
])('User.$field', ({ field, title, insertRow }) => {
  const page = `query ($of: [_Any!]!, $first: Int, $after: String) { _entities(representations: $of) { ... on User {
    list: ${field}(first: $first, after: $after) {
      nodes { id title: ${title} } edges { cursor } totalCount pageInfo { hasNextPage endCursor } } } } }`;

  it('comes newest first in pages without gap or repeat, also of rows of the same moment', async () => {
    const pager = `pager-${field}`;
    const inserted: string[] = [];
    for (let index = 0; index < 12; index++) {
      // Three rows each millisecond.
      const createdAt = `2026-11-22T10:00:00.00${Math.floor(index / 3)}Z`;
      inserted.push(await insertRow(pager, { createdAt }));
    }
    await insertRow('somebody', {});
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { data } = await ask(page, pager, { ...entities('User', pager), first: 5, after });
      const [{ list }] = data['_entities'] as [
        {
          list: {
            nodes: { id: string }[];
            edges: { cursor: string }[];
            totalCount: number;
            pageInfo: { hasNextPage: boolean; endCursor: string };
          };
        },
      ];
      seen.push(...list.nodes.map(node => node.id));
      expect(list.totalCount).toBe(12);
      expect(list.edges.at(-1)?.cursor).toBe(list.pageInfo.endCursor);
      if (!list.pageInfo.hasNextPage) break;
      after = list.pageInfo.endCursor;
    }
    expect(seen).toHaveLength(12);
    expect(new Set(seen)).toEqual(new Set(inserted));
    expect(new Set(seen.slice(0, 3))).toEqual(new Set(inserted.slice(9)));
  });

  it('is for the user alone and names what is wrong with a page', async () => {
    const of = entities('User', 'owner');
    expect((await ask(page, 'intruder', of)).codes).toEqual(['NOT_FOUND']);
    expect((await ask(page, null, of)).codes).toEqual(['UNAUTHENTICATED']);
    expect((await ask(page, 'owner', { ...of, first: 101 })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await ask(page, 'owner', { ...of, first: null, after: null })).codes).toEqual([]);
    expect((await ask(page, 'owner', { ...of, after: 'nonsense' })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('shows conversations the viewer’s own rows, in one store query for all of them', async () => {
    const talker = `talker-${field}`;
    await insertRow(talker, { name: 'first', conversationId: 'c1', createdAt: '2026-11-22T10:00:00Z' });
    await insertRow(talker, { name: 'second', conversationId: 'c1', createdAt: '2026-11-22T11:00:00Z' });
    await insertRow(talker, { name: 'other', conversationId: 'c2' });
    await insertRow('somebody', { name: 'foreign', conversationId: 'c1' });
    const list = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Conversation {
      id list: ${field} { title: ${title} } } } }`;
    const { data, queries } = await ask(list, talker, entities('Conversation', 'c1', 'c2', 'c3'));
    expect(data['_entities']).toEqual([
      { id: 'c1', list: [{ title: 'second' }, { title: 'first' }] },
      { id: 'c2', list: [{ title: 'other' }] },
      { id: 'c3', list: [] },
    ]);
    expect(queries).toHaveLength(1);
    expect((await ask(list, null, entities('Conversation', 'c1'))).codes).toEqual(['UNAUTHENTICATED']);
  });
});

describe('reads of many', () => {
  it('cost the same number of store queries for 20 transcriptions with their speakers as for one', async () => {
    for (let index = 0; index < 20; index++) {
      await insertSpeaker(await insertTranscription('heavy'), 'SPEAKER_00', null);
    }
    const page = `query ($of: [_Any!]!, $first: Int) { _entities(representations: $of) { ... on User {
      transcriptions(first: $first) { nodes { segments { speaker { label } } speakers { id } subtitles(format: SRT) } } } } }`;
    const one = await ask(page, 'heavy', { ...entities('User', 'heavy'), first: 1 });
    const twenty = await ask(page, 'heavy', { ...entities('User', 'heavy'), first: 20 });
    expect(one.codes.concat(twenty.codes)).toEqual([]);
    expect(one.queries).toHaveLength(2);
    expect(twenty.queries).toHaveLength(2);
  });

  it('resolve entities of both types in one store query each, only those of the viewer', async () => {
    const transcriptions = [
      await insertTranscription('referrer', { name: 'a' }),
      await insertTranscription('referrer', { name: 'b' }),
    ];
    const image = await insertImage('referrer', { name: 'c' });
    const foreign = await insertImage('owner');
    const { data, queries } = await ask(
      `query ($of: [_Any!]!) { _entities(representations: $of) {
        ... on Transcription { fileName } ... on ImageGeneration { prompt } } }`,
      'referrer',
      {
        of: [
          ...entities('Transcription', ...transcriptions, 'nonsense').of,
          ...entities('ImageGeneration', image, foreign).of,
        ],
      },
    );
    expect(data['_entities']).toEqual([{ fileName: 'a' }, { fileName: 'b' }, null, { prompt: 'c' }, null]);
    expect(queries).toHaveLength(2);
  });
});
