import { Migration } from '@mikro-orm/migrations';

/** Users and conversations live in another store: their ids are text here. Times have milliseconds, as in the graph's cursors. */
export class CreateSqlTables extends Migration {
  override up(): void {
    this.addSql(`CREATE TABLE database_connections (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id varchar(64) NOT NULL,
      name varchar(100) NOT NULL CHECK (name <> ''),
      type varchar(20) NOT NULL CHECK (type IN ('postgresql', 'mysql', 'clickhouse', 'mongodb', 'oracle')),
      host varchar(255) NOT NULL,
      port integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
      database_name varchar(100),
      username varchar(100),
      password_encrypted text,
      ssl_enabled boolean NOT NULL DEFAULT false,
      connection_params jsonb CHECK (jsonb_typeof(connection_params) = 'object'),
      is_active boolean NOT NULL DEFAULT true,
      last_tested timestamptz(3),
      last_test_result text,
      created_at timestamptz(3) NOT NULL DEFAULT now()
    )`);
    this.addSql('CREATE INDEX idx_connections_user ON database_connections (user_id, created_at)');

    this.addSql(`CREATE TABLE database_schemas (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      connection_id uuid NOT NULL REFERENCES database_connections (id) ON DELETE CASCADE,
      schema_json jsonb NOT NULL CHECK (jsonb_typeof(schema_json -> 'tables') = 'array'),
      schema_hash varchar(64) NOT NULL,
      table_count integer NOT NULL CHECK (table_count >= 0),
      total_columns integer NOT NULL CHECK (total_columns >= 0),
      last_updated timestamptz(3) NOT NULL DEFAULT now(),
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      UNIQUE (connection_id, schema_hash)
    )`);
    this.addSql('CREATE INDEX idx_schemas_hash ON database_schemas (schema_hash)');
    this.addSql('CREATE INDEX idx_schemas_latest ON database_schemas (connection_id, last_updated DESC, id DESC)');

    this.addSql(`CREATE TABLE sql_knowledge_base (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      question text NOT NULL,
      sql_query text NOT NULL,
      database_type varchar(20) NOT NULL
        CHECK (database_type IN ('postgresql', 'mysql', 'clickhouse', 'mongodb', 'oracle')),
      schema_name varchar(100),
      schema_hash varchar(64),
      is_correct boolean NOT NULL DEFAULT false,
      usage_count integer NOT NULL DEFAULT 0 CHECK (usage_count >= 0),
      avg_execution_time_ms integer CHECK (avg_execution_time_ms >= 0),
      success_rate numeric(5, 2) CHECK (success_rate BETWEEN 0 AND 100),
      tags text[] NOT NULL DEFAULT '{}',
      created_by varchar(64) NOT NULL,
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      updated_at timestamptz(3) NOT NULL DEFAULT now(),
      last_used timestamptz(3)
    )`);
    this.addSql(`CREATE INDEX idx_kb_question ON sql_knowledge_base USING gin (to_tsvector('english', question))`);
    this.addSql('CREATE INDEX idx_kb_tags ON sql_knowledge_base USING gin (tags)');
    this.addSql('CREATE INDEX idx_kb_schema_hash ON sql_knowledge_base (schema_hash)');
    this.addSql('CREATE INDEX idx_kb_type ON sql_knowledge_base (database_type)');
    this.addSql('CREATE INDEX idx_kb_usage ON sql_knowledge_base (created_by, usage_count DESC, id DESC)');

    this.addSql(`CREATE TABLE query_history (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id varchar(64) NOT NULL,
      connection_id uuid REFERENCES database_connections (id) ON DELETE SET NULL,
      conversation_id varchar(64),
      question text,
      sql_query text,
      status varchar(20) NOT NULL
        CHECK (status IN ('proposed', 'running', 'success', 'error', 'timeout', 'rejected', 'cancelled')),
      source varchar(20) NOT NULL CHECK (source IN ('knowledge_base', 'model', 'rules', 'user')),
      similarity double precision CHECK (similarity BETWEEN 0 AND 1),
      explanation text,
      result_columns text[] NOT NULL DEFAULT '{}',
      result_preview jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(result_preview) = 'array'),
      rows_returned integer CHECK (rows_returned >= 0),
      execution_time_ms integer CHECK (execution_time_ms >= 0),
      error_message text,
      kb_match_id uuid REFERENCES sql_knowledge_base (id) ON DELETE SET NULL,
      feedback varchar(20) CHECK (feedback IN ('correct', 'wrong', 'partial')),
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      CHECK (question IS NOT NULL OR sql_query IS NOT NULL)
    )`);
    this.addSql('CREATE INDEX idx_query_history_user ON query_history (user_id, created_at DESC, id DESC)');
    this.addSql('CREATE INDEX idx_query_history_created ON query_history (created_at DESC)');
    this.addSql('CREATE INDEX idx_query_history_status ON query_history (status)');
    this.addSql('CREATE INDEX idx_query_history_connection ON query_history (connection_id)');
    this.addSql('CREATE INDEX idx_query_history_kb_match ON query_history (kb_match_id)');
    this.addSql(`CREATE INDEX idx_query_history_conversation
      ON query_history (conversation_id, user_id, created_at DESC, id DESC) WHERE conversation_id IS NOT NULL`);
  }
}
