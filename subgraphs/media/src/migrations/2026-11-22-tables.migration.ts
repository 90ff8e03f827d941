import { Migration } from '@mikro-orm/migrations';

/** Users and conversations live in another store: their ids are text here. Times have milliseconds, as in the graph's cursors. */
export class CreateMediaTables extends Migration {
  override up(): void {
    this.#createUploads();
    this.#createTranscriptions();
    this.#createSpeakers();
    this.#createImageGenerations();
    this.#createLoraModels();
  }

  #createUploads(): void {
    this.addSql(`CREATE TABLE uploads (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id varchar(64) NOT NULL,
      original_filename varchar(255) NOT NULL CHECK (original_filename <> ''),
      stored_filename varchar(255) NOT NULL UNIQUE,
      file_path text NOT NULL,
      file_size bigint NOT NULL CHECK (file_size >= 0),
      mime_type varchar(100) NOT NULL,
      status varchar(20) NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'stored', 'failed')),
      expires_at timestamptz(3) NOT NULL,
      stored_at timestamptz(3),
      created_at timestamptz(3) NOT NULL DEFAULT now()
    )`);
    this.addSql('CREATE INDEX idx_uploads_user ON uploads (user_id, created_at DESC)');
    this.addSql(`CREATE INDEX idx_uploads_expired ON uploads (expires_at) WHERE status = 'pending'`);
  }

  #createTranscriptions(): void {
    this.addSql(`CREATE TABLE transcriptions (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id varchar(64) NOT NULL,
      conversation_id varchar(64),
      upload_id uuid REFERENCES uploads (id) ON DELETE SET NULL,
      original_filename varchar(255) NOT NULL,
      stored_filename varchar(255) NOT NULL,
      file_path text NOT NULL,
      file_size bigint CHECK (file_size >= 0),
      duration_seconds double precision CHECK (duration_seconds >= 0),
      audio_format varchar(20),
      sample_rate integer CHECK (sample_rate > 0),
      language varchar(10),
      diarize boolean NOT NULL DEFAULT true,
      num_speakers integer CHECK (num_speakers >= 0),
      transcript_raw text,
      transcript_enhanced text,
      speaker_timeline jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(speaker_timeline) = 'array'),
      models_used jsonb CHECK (jsonb_typeof(models_used) = 'object'),
      processing_time_ms integer CHECK (processing_time_ms >= 0),
      accuracy_score numeric(5, 2) CHECK (accuracy_score BETWEEN 0 AND 100),
      ${jobColumns},
      created_at timestamptz(3) NOT NULL DEFAULT now()
    )`);
    this.addSql('CREATE INDEX idx_transcriptions_user ON transcriptions (user_id, created_at DESC, id DESC)');
    this.addSql('CREATE INDEX idx_transcriptions_created ON transcriptions (created_at DESC)');
    this.addSql('CREATE INDEX idx_transcriptions_language ON transcriptions (language)');
    this.addSql('CREATE INDEX idx_transcriptions_upload ON transcriptions (upload_id)');
    this.addSql(`CREATE INDEX idx_transcriptions_conversation
      ON transcriptions (conversation_id, user_id, created_at DESC, id DESC) WHERE conversation_id IS NOT NULL`);
  }

  #createSpeakers(): void {
    this.addSql(`CREATE TABLE speakers (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      transcription_id uuid NOT NULL REFERENCES transcriptions (id) ON DELETE CASCADE,
      speaker_id varchar(20) NOT NULL,
      speaker_label varchar(100),
      total_duration_seconds double precision NOT NULL DEFAULT 0 CHECK (total_duration_seconds >= 0),
      word_count integer NOT NULL DEFAULT 0 CHECK (word_count >= 0),
      avg_confidence numeric(5, 2) CHECK (avg_confidence BETWEEN 0 AND 100),
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      UNIQUE (transcription_id, speaker_id)
    )`);
  }

  #createImageGenerations(): void {
    this.addSql(`CREATE TABLE image_generations (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id varchar(64) NOT NULL,
      conversation_id varchar(64),
      message_id varchar(64),
      prompt text NOT NULL CHECK (prompt <> ''),
      negative_prompt text,
      model varchar(100) NOT NULL,
      lora_models jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(lora_models) = 'array'),
      vae_model varchar(100),
      sampler varchar(50),
      steps integer NOT NULL CHECK (steps > 0),
      cfg_scale numeric(3, 1) NOT NULL CHECK (cfg_scale >= 0),
      seed bigint NOT NULL DEFAULT -1,
      width integer NOT NULL CHECK (width > 0),
      height integer NOT NULL CHECK (height > 0),
      num_images integer NOT NULL DEFAULT 1 CHECK (num_images > 0),
      images jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(images) = 'array'),
      image_url text,
      image_hash varchar(64),
      generation_time_ms integer CHECK (generation_time_ms >= 0),
      ${jobColumns},
      created_at timestamptz(3) NOT NULL DEFAULT now()
    )`);
    this.addSql('CREATE INDEX idx_image_gen_user ON image_generations (user_id, created_at DESC, id DESC)');
    this.addSql('CREATE INDEX idx_image_gen_created ON image_generations (created_at DESC)');
    this.addSql('CREATE INDEX idx_image_gen_model ON image_generations (model)');
    this.addSql('CREATE INDEX idx_image_gen_hash ON image_generations (image_hash)');
    this.addSql('CREATE INDEX idx_image_gen_images ON image_generations USING gin (images jsonb_path_ops)');
    this.addSql(`CREATE INDEX idx_image_gen_conversation
      ON image_generations (conversation_id, user_id, created_at DESC, id DESC) WHERE conversation_id IS NOT NULL`);
  }

  #createLoraModels(): void {
    this.addSql(`CREATE TABLE lora_models (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      model_name varchar(100) NOT NULL UNIQUE,
      display_name varchar(100),
      description text,
      category varchar(50),
      file_path text NOT NULL,
      file_size bigint CHECK (file_size >= 0),
      trigger_words text[] NOT NULL DEFAULT '{}',
      usage_count integer NOT NULL DEFAULT 0 CHECK (usage_count >= 0),
      rating numeric(3, 2) CHECK (rating BETWEEN 0 AND 5),
      is_active boolean NOT NULL DEFAULT true,
      created_at timestamptz(3) NOT NULL DEFAULT now()
    )`);
    this.addSql('CREATE INDEX idx_lora_category ON lora_models (category)');
    this.addSql('CREATE INDEX idx_lora_usage ON lora_models (usage_count DESC)');
    this.addSql('CREATE INDEX idx_lora_trigger_words ON lora_models USING gin (trigger_words)');
  }
}

/** What every row has that a job works on. */
const jobColumns = `
      status varchar(20) NOT NULL DEFAULT 'queued'
        CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
      progress double precision NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
      stage varchar(100),
      error_message text,
      started_at timestamptz(3),
      finished_at timestamptz(3)`;
