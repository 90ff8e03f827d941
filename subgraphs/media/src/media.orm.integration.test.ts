import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MikroORM } from '@mikro-orm/postgresql';
import { startTemporaryPostgres } from '@polyphony/embedded/postgres';
import { silentLogger } from '@polyphony/platform/logging';
import { mappingDifferences } from '@polyphony/platform/postgres';
import { ImageGenerationEntity } from './images/image-generation.entity.ts';
import { JobStatus } from './jobs/job-status.enum.ts';
import { LoraModelEntity } from './loras/lora-model.entity.ts';
import { createMediaOrm } from './media.orm.ts';
import { SpeakerEntity } from './speakers/speaker.entity.ts';
import { TranscriptionEntity } from './transcriptions/transcription.entity.ts';
import { UploadEntity } from './uploads/upload.entity.ts';

let postgres: Awaited<ReturnType<typeof startTemporaryPostgres>>;
let orm: MikroORM;

beforeAll(async () => {
  postgres = await startTemporaryPostgres();
  orm = await createMediaOrm(postgres.url, silentLogger, { postgresPoolSize: 4 });
});
afterAll(async () => {
  await orm.close();
  await postgres.close();
});

const execute = (statement: string, parameters: unknown[] = []) => orm.em.fork().execute(statement, parameters);
let counter = 0;
const insertUpload = async () => {
  const em = orm.em.fork();
  const upload = em.create(
    UploadEntity,
    {
      userId: 'owner',
      originalFilename: 'talk.mp3',
      storedFilename: `stored-${++counter}.mp3`,
      filePath: `uploads/${counter}`,
      fileSize: 6_000_000_000,
      mimeType: 'audio/mpeg',
      expiresAt: new Date('2026-11-23T00:00:00Z'),
    },
    { partial: true },
  );
  await em.persist(upload).flush();
  return upload;
};
const insertTranscription = async (uploadId: string | null = null) => {
  const em = orm.em.fork();
  const transcription = em.create(
    TranscriptionEntity,
    {
      userId: 'owner',
      uploadId,
      originalFilename: 'talk.mp3',
      storedFilename: 'stored.mp3',
      filePath: 'uploads/1',
      durationSeconds: 12.5,
      accuracyScore: 97.25,
      speakerTimeline: [{ speaker: 'SPEAKER_00', start: 0, end: 1.25, text: 'Hi', confidence: 0.9 }],
      modelsUsed: { whisper: 'large-v3' },
    },
    { partial: true },
  );
  await em.persist(transcription).flush();
  return transcription;
};
const insertSpeaker = (transcriptionId: string, speakerId: string) =>
  execute('INSERT INTO speakers (transcription_id, speaker_id) VALUES (?, ?)', [transcriptionId, speakerId]);
const imageColumns = '(user_id, prompt, model, steps, cfg_scale, width, height)';

describe('the tables of media', () => {
  it('are what the entities expect', async () => {
    expect(await mappingDifferences(orm)).toEqual([]);
  });

  it('are left alone by a second start', async () => {
    const { id } = await insertUpload();
    const second = await createMediaOrm(postgres.url, silentLogger, { postgresPoolSize: 2 });
    expect(await second.em.fork().findOneOrFail(UploadEntity, id)).toMatchObject({ fileSize: 6_000_000_000 });
    await second.close();
  });

  it('keep every kind of field', async () => {
    const transcription = await insertTranscription();
    const em = orm.em.fork();
    const image = em.create(
      ImageGenerationEntity,
      {
        userId: 'owner',
        prompt: 'a lighthouse',
        model: 'sdxl',
        steps: 20,
        cfgScale: 7.5,
        seed: '9223372036854775807',
        width: 512,
        height: 768,
        loras: [{ name: 'ink', weight: 0.8 }],
        images: [{ url: 'images/1', hash: 'abc', width: 512, height: 768, mime_type: 'image/png' }],
      },
      { partial: true },
    );
    const lora = em.create(
      LoraModelEntity,
      { modelName: 'ink', filePath: 'ink.safetensors', triggerWords: ['ink', 'pen'], rating: 4.75 },
      { partial: true },
    );
    await em.persist([image, lora]).flush();

    const reading = orm.em.fork();
    expect(await reading.findOneOrFail(TranscriptionEntity, transcription.id)).toMatchObject({
      status: JobStatus.QUEUED,
      progress: 0,
      durationSeconds: 12.5,
      accuracyScore: 97.25,
      speakerTimeline: [{ speaker: 'SPEAKER_00', start: 0, end: 1.25, text: 'Hi', confidence: 0.9 }],
      modelsUsed: { whisper: 'large-v3' },
    });
    expect(await reading.findOneOrFail(ImageGenerationEntity, image.id)).toMatchObject({
      cfgScale: 7.5,
      seed: '9223372036854775807',
      loras: [{ name: 'ink', weight: 0.8 }],
    });
    expect(await reading.findOneOrFail(LoraModelEntity, lora.id)).toMatchObject({
      triggerWords: ['ink', 'pen'],
      rating: 4.75,
      isActive: true,
    });
  });

  it.each([
    ['an unknown status', `UPDATE transcriptions SET status = 'done'`],
    ['progress over 1', 'UPDATE transcriptions SET progress = 1.01'],
    ['a timeline that is no list', `UPDATE transcriptions SET speaker_timeline = '{}'`],
    ['a negative size', 'UPDATE uploads SET file_size = -1'],
    ['an unknown state of an upload', `UPDATE uploads SET status = 'lost'`],
    ['a picture without width', `INSERT INTO image_generations ${imageColumns} VALUES ('u', 'p', 'm', 1, 1, 0, 1)`],
    ['an empty prompt', `INSERT INTO image_generations ${imageColumns} VALUES ('u', '', 'm', 1, 1, 1, 1)`],
    ['a rating over 5', `INSERT INTO lora_models (model_name, file_path, rating) VALUES ('x', 'x', 5.5)`],
  ])('refuse %s', async (_what, statement) => {
    await insertTranscription((await insertUpload()).id);
    await expect(execute(statement)).rejects.toMatchObject({ code: '23514' });
  });

  it('accept every status of the graph', async () => {
    const { id } = await insertTranscription();
    for (const status of Object.values(JobStatus)) {
      await execute('UPDATE transcriptions SET status = ? WHERE id = ?', [status, id]);
      expect(await orm.em.fork().findOneOrFail(TranscriptionEntity, id)).toMatchObject({ status });
    }
  });

  it('know a speaker once in each transcription', async () => {
    const [one, other] = [await insertTranscription(), await insertTranscription()];
    await insertSpeaker(one.id, 'SPEAKER_00');
    await insertSpeaker(other.id, 'SPEAKER_00');
    await expect(insertSpeaker(one.id, 'SPEAKER_00')).rejects.toMatchObject({ code: '23505' });
  });

  it('know a LoRA model by one name', async () => {
    const insert = () => execute(`INSERT INTO lora_models (model_name, file_path) VALUES ('unique', 'x')`);
    await insert();
    await expect(insert()).rejects.toMatchObject({ code: '23505' });
  });

  it('forget the speakers of a deleted transcription, and keep the transcription of a deleted upload', async () => {
    const upload = await insertUpload();
    const transcription = await insertTranscription(upload.id);
    await insertSpeaker(transcription.id, 'SPEAKER_00');
    await execute('DELETE FROM uploads WHERE id = ?', [upload.id]);
    expect(await orm.em.fork().findOneOrFail(TranscriptionEntity, transcription.id)).toMatchObject({ uploadId: null });
    await execute('DELETE FROM transcriptions WHERE id = ?', [transcription.id]);
    expect(await orm.em.fork().count(SpeakerEntity, { transcriptionId: transcription.id })).toBe(0);
  });
});
