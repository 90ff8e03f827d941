/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What an account may do. */
export type AccountRole =
  | 'ADMIN'
  | 'DEVELOPER'
  | 'USER';

export type CreateApiKeyInput = {
  /** Never, when left out. */
  expiresAt?: string | null | undefined;
  /** 1 to 100 characters. */
  name: string;
};

export type CreateMemoryInput = {
  /** At most 16 kB; the answer where the kind is QA. */
  content: string;
  /** At most 4 kB. */
  context?: string | null | undefined;
  /** Makes it hold for this conversation only. */
  conversationId?: string | number | null | undefined;
  /** In the future; never forgotten when left out. */
  expiresAt?: string | null | undefined;
  /** 0 to 1. */
  importance?: number;
  /** NOTE when left out. */
  kind?: MemoryKind | null | undefined;
  /** At most 4 kB; required where the kind is QA. */
  question?: string | null | undefined;
  /** 1 to 5. */
  rating?: number | null | undefined;
  /** At most 20, each of at most 50 characters. */
  tags?: Array<string> | null | undefined;
};

export type DatabaseType =
  | 'CLICKHOUSE'
  | 'MONGODB'
  | 'MYSQL'
  | 'ORACLE'
  | 'POSTGRESQL';

export type JobStatus =
  | 'CANCELLED'
  | 'FAILED'
  | 'QUEUED'
  | 'RUNNING'
  | 'SUCCEEDED';

/** How much a log entry matters. */
export type LogLevel =
  | 'CRITICAL'
  | 'DEBUG'
  | 'ERROR'
  | 'INFO'
  | 'WARNING';

export type LoginInput = {
  /** A username or an email, in any case. */
  login: string;
  password: string;
};

/** What a memory is about. */
export type MemoryKind =
  | 'FACT'
  | 'NOTE'
  /** How the user wants to be answered; applies to every reply. */
  | 'PREFERENCE'
  /** A question and its answer, which is the content. */
  | 'QA';

/** Who wrote a message. */
export type MessageRole =
  | 'ASSISTANT'
  | 'SYSTEM'
  | 'TOOL'
  | 'USER';

/** How far a message is. */
export type MessageStatus =
  | 'COMPLETE'
  /** `error` says why; the text so far is kept. */
  | 'FAILED'
  /** The reply has not begun. */
  | 'PENDING'
  /** Stopped by the user; the text so far is kept. */
  | 'STOPPED'
  /** The reply is being written; `messageStream` shows it. */
  | 'STREAMING';

export type QueryFeedback =
  | 'CORRECT'
  | 'PARTIAL'
  | 'WRONG';

export type QuerySource =
  | 'KNOWLEDGE_BASE'
  | 'MODEL'
  | 'RULES'
  | 'USER';

export type QueryStatus =
  | 'CANCELLED'
  | 'ERROR'
  | 'PROPOSED'
  | 'REJECTED'
  | 'RUNNING'
  | 'SUCCESS'
  | 'TIMEOUT';

export type RegisterInput = {
  email: string;
  fullName?: string | null | undefined;
  /** 8 to 200 characters, and none of the most common passwords. */
  password: string;
  /** 3 to 50 characters of A-Z, digits, ".", "_", "-". */
  username: string;
};

export type SendMessageInput = {
  /** 1 byte to 64 kB in UTF-8, not blank. */
  content: string;
  conversationId: string | number;
  /** Uploaded files of the viewer, at most 20. */
  fileIds?: Array<string | number> | null | undefined;
  /** Whether the reply may draw on what is stored about the viewer, such as memories. */
  useKnowledge?: boolean | null | undefined;
};

/** Every field may be left out. */
export type StartConversationInput = {
  /** The id of a model that is configured. */
  model?: string | null | undefined;
  /** Instructions for every reply, at most 32 kB. */
  systemPrompt?: string | null | undefined;
  /** At most 20, each of at most 50 characters. */
  tags?: Array<string> | null | undefined;
  /** At most 255 characters. Made from the first message when left out. */
  title?: string | null | undefined;
};

export type AccountFragment = { id: string, username: string, email: string, fullName: string | null, avatarUrl: string | null, role: AccountRole, isActive: boolean, createdAt: string, lastLoginAt: string | null };

export type SessionFragment = { accessToken: string, refreshToken: string, expiresAt: string, user: { id: string, username: string, email: string, fullName: string | null, avatarUrl: string | null, role: AccountRole, isActive: boolean, createdAt: string, lastLoginAt: string | null } };

export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type RegisterMutation = { register: { accessToken: string, refreshToken: string, expiresAt: string, user: { id: string, username: string, email: string, fullName: string | null, avatarUrl: string | null, role: AccountRole, isActive: boolean, createdAt: string, lastLoginAt: string | null } } };

export type LoginMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginMutation = { login: { accessToken: string, refreshToken: string, expiresAt: string, user: { id: string, username: string, email: string, fullName: string | null, avatarUrl: string | null, role: AccountRole, isActive: boolean, createdAt: string, lastLoginAt: string | null } } };

export type RefreshSessionMutationVariables = Exact<{
  refreshToken: string;
}>;


export type RefreshSessionMutation = { refreshSession: { accessToken: string, refreshToken: string, expiresAt: string, user: { id: string, username: string, email: string, fullName: string | null, avatarUrl: string | null, role: AccountRole, isActive: boolean, createdAt: string, lastLoginAt: string | null } } };

export type LogoutMutationVariables = Exact<{ [key: string]: never; }>;


export type LogoutMutation = { logout: boolean };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { id: string, username: string, email: string, fullName: string | null, avatarUrl: string | null, role: AccountRole, isActive: boolean, createdAt: string, lastLoginAt: string | null } };

export type LogoutEverywhereMutationVariables = Exact<{ [key: string]: never; }>;


export type LogoutEverywhereMutation = { logoutEverywhere: number };

export type ChangePasswordMutationVariables = Exact<{
  currentPassword: string;
  newPassword: string;
}>;


export type ChangePasswordMutation = { changePassword: boolean };

export type SetUserRoleMutationVariables = Exact<{
  userId: string | number;
  role: AccountRole;
}>;


export type SetUserRoleMutation = { setUserRole: { id: string, username: string, email: string, fullName: string | null, avatarUrl: string | null, role: AccountRole, isActive: boolean, createdAt: string, lastLoginAt: string | null } };

export type SetUserActiveMutationVariables = Exact<{
  userId: string | number;
  isActive: boolean;
}>;


export type SetUserActiveMutation = { setUserActive: { id: string, username: string, email: string, fullName: string | null, avatarUrl: string | null, role: AccountRole, isActive: boolean, createdAt: string, lastLoginAt: string | null } };

export type SetUserQuotaMutationVariables = Exact<{
  userId: string | number;
  dailyQuota: number;
}>;


export type SetUserQuotaMutation = { setUserQuota: { dailyQuota: number, id: string, username: string, email: string, fullName: string | null, avatarUrl: string | null, role: AccountRole, isActive: boolean, createdAt: string, lastLoginAt: string | null } };

export type ApiKeyFieldsFragment = { id: string, name: string, prefix: string, isActive: boolean, lastUsedAt: string | null, expiresAt: string | null, createdAt: string };

export type ApiKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ApiKeysQuery = { me: { id: string, apiKeys: Array<{ id: string, name: string, prefix: string, isActive: boolean, lastUsedAt: string | null, expiresAt: string | null, createdAt: string }> } };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { createApiKey: { secret: string, apiKey: { id: string, name: string, prefix: string, isActive: boolean, lastUsedAt: string | null, expiresAt: string | null, createdAt: string } } };

export type RevokeApiKeyMutationVariables = Exact<{
  id: string | number;
}>;


export type RevokeApiKeyMutation = { revokeApiKey: { id: string, name: string, prefix: string, isActive: boolean, lastUsedAt: string | null, expiresAt: string | null, createdAt: string } };

export type ConversationFieldsFragment = { id: string, title: string | null, model: string, systemPrompt: string | null, totalMessages: number, totalTokens: number, isArchived: boolean, tags: Array<string>, createdAt: string, updatedAt: string };

export type ConversationsQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  archived?: boolean;
}>;


export type ConversationsQuery = { me: { id: string, conversations: { totalCount: number, nodes: Array<{ id: string, title: string | null, model: string, systemPrompt: string | null, totalMessages: number, totalTokens: number, isArchived: boolean, tags: Array<string>, createdAt: string, updatedAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type ConversationQueryVariables = Exact<{
  id: string | number;
  first?: number;
  after?: string | null | undefined;
}>;


export type ConversationQuery = { conversation: { id: string, title: string | null, model: string, systemPrompt: string | null, totalMessages: number, totalTokens: number, isArchived: boolean, tags: Array<string>, createdAt: string, updatedAt: string, user: { id: string, username: string }, messages: { totalCount: number, nodes: Array<{ id: string, role: MessageRole, content: string, status: MessageStatus, version: number, isEdited: boolean, isStopped: boolean, model: string | null, promptTokens: number | null, completionTokens: number | null, error: string | null, createdAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type ConversationsWithMessagesQueryVariables = Exact<{
  conversations?: number;
  messages?: number;
}>;


export type ConversationsWithMessagesQuery = { me: { id: string, username: string, conversations: { nodes: Array<{ id: string, title: string | null, model: string, systemPrompt: string | null, totalMessages: number, totalTokens: number, isArchived: boolean, tags: Array<string>, createdAt: string, updatedAt: string, user: { id: string, username: string }, messages: { nodes: Array<{ id: string, role: MessageRole, content: string, status: MessageStatus, version: number, isEdited: boolean, isStopped: boolean, model: string | null, promptTokens: number | null, completionTokens: number | null, error: string | null, createdAt: string }> } }> } } };

export type SearchConversationsQueryVariables = Exact<{
  query: string;
  first?: number;
}>;


export type SearchConversationsQuery = { searchConversations: Array<{ id: string, title: string | null, model: string, systemPrompt: string | null, totalMessages: number, totalTokens: number, isArchived: boolean, tags: Array<string>, createdAt: string, updatedAt: string }> };

export type StartConversationMutationVariables = Exact<{
  input: StartConversationInput;
}>;


export type StartConversationMutation = { startConversation: { id: string, title: string | null, model: string, systemPrompt: string | null, totalMessages: number, totalTokens: number, isArchived: boolean, tags: Array<string>, createdAt: string, updatedAt: string } };

export type ArchiveConversationMutationVariables = Exact<{
  id: string | number;
}>;


export type ArchiveConversationMutation = { archiveConversation: { id: string, title: string | null, model: string, systemPrompt: string | null, totalMessages: number, totalTokens: number, isArchived: boolean, tags: Array<string>, createdAt: string, updatedAt: string } };

export type RestoreConversationMutationVariables = Exact<{
  id: string | number;
}>;


export type RestoreConversationMutation = { restoreConversation: { id: string, title: string | null, model: string, systemPrompt: string | null, totalMessages: number, totalTokens: number, isArchived: boolean, tags: Array<string>, createdAt: string, updatedAt: string } };

export type DeleteConversationMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteConversationMutation = { deleteConversation: boolean };

export type ConversationUpdatedSubscriptionVariables = Exact<{
  conversationId: string | number;
}>;


export type ConversationUpdatedSubscription = { conversationUpdated: { id: string, title: string | null, model: string, systemPrompt: string | null, totalMessages: number, totalTokens: number, isArchived: boolean, tags: Array<string>, createdAt: string, updatedAt: string, user: { id: string, username: string } } };

export type DatabaseConnectionFieldsFragment = { id: string, name: string, type: DatabaseType, host: string, port: number, databaseName: string | null, username: string | null, sslEnabled: boolean, isActive: boolean, lastTestedAt: string | null, lastTestResult: string | null, createdAt: string };

export type QueryRunFieldsFragment = { id: string, question: string | null, sql: string | null, status: QueryStatus, source: QuerySource, similarity: number | null, explanation: string | null, columns: Array<string>, rows: Array<unknown>, rowsReturned: number | null, executionTimeMs: number | null, error: string | null, feedback: QueryFeedback | null, createdAt: string };

export type DatabaseConnectionsQueryVariables = Exact<{ [key: string]: never; }>;


export type DatabaseConnectionsQuery = { me: { id: string, databaseConnections: Array<{ id: string, name: string, type: DatabaseType, host: string, port: number, databaseName: string | null, username: string | null, sslEnabled: boolean, isActive: boolean, lastTestedAt: string | null, lastTestResult: string | null, createdAt: string }> } };

export type DatabaseConnectionQueryVariables = Exact<{
  id: string | number;
}>;


export type DatabaseConnectionQuery = { databaseConnection: { id: string, name: string, type: DatabaseType, host: string, port: number, databaseName: string | null, username: string | null, sslEnabled: boolean, isActive: boolean, lastTestedAt: string | null, lastTestResult: string | null, createdAt: string } };

export type QueryRunsQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type QueryRunsQuery = { me: { id: string, queryRuns: { totalCount: number, nodes: Array<{ id: string, question: string | null, sql: string | null, status: QueryStatus, source: QuerySource, similarity: number | null, explanation: string | null, columns: Array<string>, rows: Array<unknown>, rowsReturned: number | null, executionTimeMs: number | null, error: string | null, feedback: QueryFeedback | null, createdAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type QueryRunQueryVariables = Exact<{
  id: string | number;
}>;


export type QueryRunQuery = { queryRun: { id: string, question: string | null, sql: string | null, status: QueryStatus, source: QuerySource, similarity: number | null, explanation: string | null, columns: Array<string>, rows: Array<unknown>, rowsReturned: number | null, executionTimeMs: number | null, error: string | null, feedback: QueryFeedback | null, createdAt: string } };

export type SqlKnowledgeQueryVariables = Exact<{
  query?: string | null | undefined;
  first?: number;
}>;


export type SqlKnowledgeQuery = { sqlKnowledge: Array<{ id: string, question: string, sql: string, databaseType: DatabaseType, schemaHash: string | null, isCorrect: boolean, usageCount: number, successRate: number | null, tags: Array<string> }> };

export type TranscriptionFieldsFragment = { id: string, status: JobStatus, progress: number, stage: string | null, fileName: string, durationSeconds: number | null, language: string | null, text: string | null, enhancedText: string | null, processingTimeMs: number | null, error: string | null, createdAt: string };

export type ImageGenerationFieldsFragment = { id: string, status: JobStatus, progress: number, prompt: string, negativePrompt: string | null, model: string, sampler: string | null, steps: number, cfgScale: number, seed: string, width: number, height: number, generationTimeMs: number | null, error: string | null, createdAt: string };

export type TranscriptionsQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type TranscriptionsQuery = { me: { id: string, transcriptions: { totalCount: number, nodes: Array<{ id: string, status: JobStatus, progress: number, stage: string | null, fileName: string, durationSeconds: number | null, language: string | null, text: string | null, enhancedText: string | null, processingTimeMs: number | null, error: string | null, createdAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type TranscriptionQueryVariables = Exact<{
  id: string | number;
}>;


export type TranscriptionQuery = { transcription: { id: string, status: JobStatus, progress: number, stage: string | null, fileName: string, durationSeconds: number | null, language: string | null, text: string | null, enhancedText: string | null, processingTimeMs: number | null, error: string | null, createdAt: string } };

export type ImageGenerationsQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type ImageGenerationsQuery = { me: { id: string, imageGenerations: { totalCount: number, nodes: Array<{ id: string, status: JobStatus, progress: number, prompt: string, negativePrompt: string | null, model: string, sampler: string | null, steps: number, cfgScale: number, seed: string, width: number, height: number, generationTimeMs: number | null, error: string | null, createdAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } };

export type ImageGenerationQueryVariables = Exact<{
  id: string | number;
}>;


export type ImageGenerationQuery = { imageGeneration: { id: string, status: JobStatus, progress: number, prompt: string, negativePrompt: string | null, model: string, sampler: string | null, steps: number, cfgScale: number, seed: string, width: number, height: number, generationTimeMs: number | null, error: string | null, createdAt: string } };

export type MemoryFieldsFragment = { id: string, kind: MemoryKind, content: string, question: string | null, importance: number, tags: Array<string>, expiresAt: string | null, createdAt: string };

export type MemoriesQueryVariables = Exact<{
  query?: string | null | undefined;
}>;


export type MemoriesQuery = { memories: Array<{ id: string, kind: MemoryKind, content: string, question: string | null, importance: number, tags: Array<string>, expiresAt: string | null, createdAt: string }> };

export type CreateMemoryMutationVariables = Exact<{
  input: CreateMemoryInput;
}>;


export type CreateMemoryMutation = { createMemory: { id: string, kind: MemoryKind, content: string, question: string | null, importance: number, tags: Array<string>, expiresAt: string | null, createdAt: string } };

export type DeleteMemoryMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteMemoryMutation = { deleteMemory: boolean };

export type MessageFieldsFragment = { id: string, role: MessageRole, content: string, status: MessageStatus, version: number, isEdited: boolean, isStopped: boolean, model: string | null, promptTokens: number | null, completionTokens: number | null, error: string | null, createdAt: string };

export type MessageQueryVariables = Exact<{
  id: string | number;
}>;


export type MessageQuery = { message: { id: string, role: MessageRole, content: string, status: MessageStatus, version: number, isEdited: boolean, isStopped: boolean, model: string | null, promptTokens: number | null, completionTokens: number | null, error: string | null, createdAt: string, citations: Array<{ source: string, title: string | null, excerpt: string, score: number }> } };

export type SendMessageMutationVariables = Exact<{
  input: SendMessageInput;
}>;


export type SendMessageMutation = { sendMessage: { userMessage: { id: string, role: MessageRole, content: string, status: MessageStatus, version: number, isEdited: boolean, isStopped: boolean, model: string | null, promptTokens: number | null, completionTokens: number | null, error: string | null, createdAt: string }, reply: { id: string, role: MessageRole, content: string, status: MessageStatus, version: number, isEdited: boolean, isStopped: boolean, model: string | null, promptTokens: number | null, completionTokens: number | null, error: string | null, createdAt: string } } };

export type StopMessageMutationVariables = Exact<{
  id: string | number;
}>;


export type StopMessageMutation = { stopMessage: { id: string, role: MessageRole, content: string, status: MessageStatus, version: number, isEdited: boolean, isStopped: boolean, model: string | null, promptTokens: number | null, completionTokens: number | null, error: string | null, createdAt: string } };

export type MessageStreamSubscriptionVariables = Exact<{
  messageId: string | number;
  after?: number;
}>;


export type MessageStreamSubscription = { messageStream:
    | { __typename: 'MessageFinished', sequence: number, message: { id: string, role: MessageRole, content: string, status: MessageStatus, version: number, isEdited: boolean, isStopped: boolean, model: string | null, promptTokens: number | null, completionTokens: number | null, error: string | null, createdAt: string } }
    | { __typename: 'TokenDelta', sequence: number, text: string }
    | { __typename: 'ToolCallUpdate' }
   };

export type UsageQueryVariables = Exact<{ [key: string]: never; }>;


export type UsageQuery = { me: { id: string, usage: { requestsToday: number, tokensToday: number, dailyQuota: number, lastResetAt: string } } };

export type HealthQueryVariables = Exact<{ [key: string]: never; }>;


export type HealthQuery = { health: Array<{ service: string, healthy: boolean, detail: string | null }> };

export type SystemLogsQueryVariables = Exact<{
  service?: string | null | undefined;
  level?: LogLevel | null | undefined;
  first?: number;
  after?: string | null | undefined;
}>;


export type SystemLogsQuery = { systemLogs: { totalCount: number, nodes: Array<{ id: string, service: string, level: LogLevel, action: string | null, message: string | null, context: unknown, createdAt: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type SettingsQuery = { me: { id: string, settings: { values: unknown, updatedAt: string } } };

export type UpdateSettingsMutationVariables = Exact<{
  values: unknown;
}>;


export type UpdateSettingsMutation = { updateSettings: { values: unknown, updatedAt: string } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const AccountFragmentDoc = new TypedDocumentString(`
    fragment Account on User {
  id
  username
  email
  fullName
  avatarUrl
  role
  isActive
  createdAt
  lastLoginAt
}
    `, {"fragmentName":"Account"}) as unknown as TypedDocumentString<AccountFragment, unknown>;
export const SessionFragmentDoc = new TypedDocumentString(`
    fragment Session on AuthPayload {
  accessToken
  refreshToken
  expiresAt
  user {
    ...Account
  }
}
    fragment Account on User {
  id
  username
  email
  fullName
  avatarUrl
  role
  isActive
  createdAt
  lastLoginAt
}`, {"fragmentName":"Session"}) as unknown as TypedDocumentString<SessionFragment, unknown>;
export const ApiKeyFieldsFragmentDoc = new TypedDocumentString(`
    fragment ApiKeyFields on ApiKey {
  id
  name
  prefix
  isActive
  lastUsedAt
  expiresAt
  createdAt
}
    `, {"fragmentName":"ApiKeyFields"}) as unknown as TypedDocumentString<ApiKeyFieldsFragment, unknown>;
export const ConversationFieldsFragmentDoc = new TypedDocumentString(`
    fragment ConversationFields on Conversation {
  id
  title
  model
  systemPrompt
  totalMessages
  totalTokens
  isArchived
  tags
  createdAt
  updatedAt
}
    `, {"fragmentName":"ConversationFields"}) as unknown as TypedDocumentString<ConversationFieldsFragment, unknown>;
export const DatabaseConnectionFieldsFragmentDoc = new TypedDocumentString(`
    fragment DatabaseConnectionFields on DatabaseConnection {
  id
  name
  type
  host
  port
  databaseName
  username
  sslEnabled
  isActive
  lastTestedAt
  lastTestResult
  createdAt
}
    `, {"fragmentName":"DatabaseConnectionFields"}) as unknown as TypedDocumentString<DatabaseConnectionFieldsFragment, unknown>;
export const QueryRunFieldsFragmentDoc = new TypedDocumentString(`
    fragment QueryRunFields on QueryRun {
  id
  question
  sql
  status
  source
  similarity
  explanation
  columns
  rows
  rowsReturned
  executionTimeMs
  error
  feedback
  createdAt
}
    `, {"fragmentName":"QueryRunFields"}) as unknown as TypedDocumentString<QueryRunFieldsFragment, unknown>;
export const TranscriptionFieldsFragmentDoc = new TypedDocumentString(`
    fragment TranscriptionFields on Transcription {
  id
  status
  progress
  stage
  fileName
  durationSeconds
  language
  text
  enhancedText
  processingTimeMs
  error
  createdAt
}
    `, {"fragmentName":"TranscriptionFields"}) as unknown as TypedDocumentString<TranscriptionFieldsFragment, unknown>;
export const ImageGenerationFieldsFragmentDoc = new TypedDocumentString(`
    fragment ImageGenerationFields on ImageGeneration {
  id
  status
  progress
  prompt
  negativePrompt
  model
  sampler
  steps
  cfgScale
  seed
  width
  height
  generationTimeMs
  error
  createdAt
}
    `, {"fragmentName":"ImageGenerationFields"}) as unknown as TypedDocumentString<ImageGenerationFieldsFragment, unknown>;
export const MemoryFieldsFragmentDoc = new TypedDocumentString(`
    fragment MemoryFields on Memory {
  id
  kind
  content
  question
  importance
  tags
  expiresAt
  createdAt
}
    `, {"fragmentName":"MemoryFields"}) as unknown as TypedDocumentString<MemoryFieldsFragment, unknown>;
export const MessageFieldsFragmentDoc = new TypedDocumentString(`
    fragment MessageFields on Message {
  id
  role
  content
  status
  version
  isEdited
  isStopped
  model
  promptTokens
  completionTokens
  error
  createdAt
}
    `, {"fragmentName":"MessageFields"}) as unknown as TypedDocumentString<MessageFieldsFragment, unknown>;
export const RegisterDocument = new TypedDocumentString(`
    mutation Register($input: RegisterInput!) {
  register(input: $input) {
    ...Session
  }
}
    fragment Account on User {
  id
  username
  email
  fullName
  avatarUrl
  role
  isActive
  createdAt
  lastLoginAt
}
fragment Session on AuthPayload {
  accessToken
  refreshToken
  expiresAt
  user {
    ...Account
  }
}`, { hash: '00e09dde47f0f6d4656a468dcd5ed629689ba32af495f258138f8b3614eeda46' }) as unknown as TypedDocumentString<RegisterMutation, RegisterMutationVariables>;
export const LoginDocument = new TypedDocumentString(`
    mutation Login($input: LoginInput!) {
  login(input: $input) {
    ...Session
  }
}
    fragment Account on User {
  id
  username
  email
  fullName
  avatarUrl
  role
  isActive
  createdAt
  lastLoginAt
}
fragment Session on AuthPayload {
  accessToken
  refreshToken
  expiresAt
  user {
    ...Account
  }
}`, { hash: 'e91976461f6d33015a0c62cb8205649b9e6652539aa4ae14e98f8d557684fe43' }) as unknown as TypedDocumentString<LoginMutation, LoginMutationVariables>;
export const RefreshSessionDocument = new TypedDocumentString(`
    mutation RefreshSession($refreshToken: String!) {
  refreshSession(refreshToken: $refreshToken) {
    ...Session
  }
}
    fragment Account on User {
  id
  username
  email
  fullName
  avatarUrl
  role
  isActive
  createdAt
  lastLoginAt
}
fragment Session on AuthPayload {
  accessToken
  refreshToken
  expiresAt
  user {
    ...Account
  }
}`, { hash: 'bb7f47f9263ff6510eb9fd41ee9ac979e7d513402c1f294aa758a1c5588710c5' }) as unknown as TypedDocumentString<RefreshSessionMutation, RefreshSessionMutationVariables>;
export const LogoutDocument = new TypedDocumentString(`
    mutation Logout {
  logout
}
    `, { hash: 'ea8eeb3db1c862fffeadc291ff7349a258518dcc4f02276bdf7f3960a9b1719c' }) as unknown as TypedDocumentString<LogoutMutation, LogoutMutationVariables>;
export const MeDocument = new TypedDocumentString(`
    query Me {
  me {
    ...Account
  }
}
    fragment Account on User {
  id
  username
  email
  fullName
  avatarUrl
  role
  isActive
  createdAt
  lastLoginAt
}`, { hash: '7b8c6b5f52d9b3e2acdccef186b97330165d6ce77b611c7ec598f838ea04f4f6' }) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const LogoutEverywhereDocument = new TypedDocumentString(`
    mutation LogoutEverywhere {
  logoutEverywhere
}
    `, { hash: '60fab11615d597fef16c8a8056e6747b40da008347ab254ef128dd24c2bf5f35' }) as unknown as TypedDocumentString<LogoutEverywhereMutation, LogoutEverywhereMutationVariables>;
export const ChangePasswordDocument = new TypedDocumentString(`
    mutation ChangePassword($currentPassword: String!, $newPassword: String!) {
  changePassword(currentPassword: $currentPassword, newPassword: $newPassword)
}
    `, { hash: 'b518450239321bf65458af4e52ae455eaf3274125373f897196bb98eb585e95c' }) as unknown as TypedDocumentString<ChangePasswordMutation, ChangePasswordMutationVariables>;
export const SetUserRoleDocument = new TypedDocumentString(`
    mutation SetUserRole($userId: ID!, $role: AccountRole!) {
  setUserRole(userId: $userId, role: $role) {
    ...Account
  }
}
    fragment Account on User {
  id
  username
  email
  fullName
  avatarUrl
  role
  isActive
  createdAt
  lastLoginAt
}`, { hash: 'cdb02f8c19211ddbf927eded06524d7c302b6b44f0dd8b825f91eb3aeac7bf75' }) as unknown as TypedDocumentString<SetUserRoleMutation, SetUserRoleMutationVariables>;
export const SetUserActiveDocument = new TypedDocumentString(`
    mutation SetUserActive($userId: ID!, $isActive: Boolean!) {
  setUserActive(userId: $userId, isActive: $isActive) {
    ...Account
  }
}
    fragment Account on User {
  id
  username
  email
  fullName
  avatarUrl
  role
  isActive
  createdAt
  lastLoginAt
}`, { hash: '447cf70cbcb7c607b302982fb7c77fce63e7312270bc7596dc3428be2dbfc217' }) as unknown as TypedDocumentString<SetUserActiveMutation, SetUserActiveMutationVariables>;
export const SetUserQuotaDocument = new TypedDocumentString(`
    mutation SetUserQuota($userId: ID!, $dailyQuota: Int!) {
  setUserQuota(userId: $userId, dailyQuota: $dailyQuota) {
    ...Account
    dailyQuota
  }
}
    fragment Account on User {
  id
  username
  email
  fullName
  avatarUrl
  role
  isActive
  createdAt
  lastLoginAt
}`, { hash: '16fba644ac2774f316743ad5da42f46e6fd92f9dc45681a6da34ca3390873d8c' }) as unknown as TypedDocumentString<SetUserQuotaMutation, SetUserQuotaMutationVariables>;
export const ApiKeysDocument = new TypedDocumentString(`
    query ApiKeys {
  me {
    id
    apiKeys {
      ...ApiKeyFields
    }
  }
}
    fragment ApiKeyFields on ApiKey {
  id
  name
  prefix
  isActive
  lastUsedAt
  expiresAt
  createdAt
}`, { hash: '94eb106e8d1659cf245f92c28c6797207f85dcc3c173b634ab97814c4e5075f8' }) as unknown as TypedDocumentString<ApiKeysQuery, ApiKeysQueryVariables>;
export const CreateApiKeyDocument = new TypedDocumentString(`
    mutation CreateApiKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    secret
    apiKey {
      ...ApiKeyFields
    }
  }
}
    fragment ApiKeyFields on ApiKey {
  id
  name
  prefix
  isActive
  lastUsedAt
  expiresAt
  createdAt
}`, { hash: '6a1c207636500b20523c029d81bec62366ab4c197fb1c84206e7e2b433683526' }) as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const RevokeApiKeyDocument = new TypedDocumentString(`
    mutation RevokeApiKey($id: ID!) {
  revokeApiKey(id: $id) {
    ...ApiKeyFields
  }
}
    fragment ApiKeyFields on ApiKey {
  id
  name
  prefix
  isActive
  lastUsedAt
  expiresAt
  createdAt
}`, { hash: 'f9705f613318124f8bca0bec6f6eb8dae2a744318bb13c60b6ad41cb18074fa1' }) as unknown as TypedDocumentString<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const ConversationsDocument = new TypedDocumentString(`
    query Conversations($first: Int! = 20, $after: String, $archived: Boolean! = false) {
  me {
    id
    conversations(first: $first, after: $after, archived: $archived) {
      totalCount
      nodes {
        ...ConversationFields
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment ConversationFields on Conversation {
  id
  title
  model
  systemPrompt
  totalMessages
  totalTokens
  isArchived
  tags
  createdAt
  updatedAt
}`, { hash: '99e1e4da12effe74f8b706edea90436e93d82253cf53ea91077cbe4ba7f80ea9' }) as unknown as TypedDocumentString<ConversationsQuery, ConversationsQueryVariables>;
export const ConversationDocument = new TypedDocumentString(`
    query Conversation($id: ID!, $first: Int! = 50, $after: String) {
  conversation(id: $id) {
    ...ConversationFields
    user {
      id
      username
    }
    messages(first: $first, after: $after) {
      totalCount
      nodes {
        ...MessageFields
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment ConversationFields on Conversation {
  id
  title
  model
  systemPrompt
  totalMessages
  totalTokens
  isArchived
  tags
  createdAt
  updatedAt
}
fragment MessageFields on Message {
  id
  role
  content
  status
  version
  isEdited
  isStopped
  model
  promptTokens
  completionTokens
  error
  createdAt
}`, { hash: '1e50136627c53d4b3d30dfbcfa04d7ccf036920c115dfc5f690cf709c24debb0' }) as unknown as TypedDocumentString<ConversationQuery, ConversationQueryVariables>;
export const ConversationsWithMessagesDocument = new TypedDocumentString(`
    query ConversationsWithMessages($conversations: Int! = 20, $messages: Int! = 20) {
  me {
    id
    username
    conversations(first: $conversations) {
      nodes {
        ...ConversationFields
        user {
          id
          username
        }
        messages(first: $messages) {
          nodes {
            ...MessageFields
          }
        }
      }
    }
  }
}
    fragment ConversationFields on Conversation {
  id
  title
  model
  systemPrompt
  totalMessages
  totalTokens
  isArchived
  tags
  createdAt
  updatedAt
}
fragment MessageFields on Message {
  id
  role
  content
  status
  version
  isEdited
  isStopped
  model
  promptTokens
  completionTokens
  error
  createdAt
}`, { hash: '4e2915c76b2904a7b93fbc7d81bc43e66b3c86871f3556c29a9ad244c9044ba4' }) as unknown as TypedDocumentString<ConversationsWithMessagesQuery, ConversationsWithMessagesQueryVariables>;
export const SearchConversationsDocument = new TypedDocumentString(`
    query SearchConversations($query: String!, $first: Int! = 20) {
  searchConversations(query: $query, first: $first) {
    ...ConversationFields
  }
}
    fragment ConversationFields on Conversation {
  id
  title
  model
  systemPrompt
  totalMessages
  totalTokens
  isArchived
  tags
  createdAt
  updatedAt
}`, { hash: '25ef9c333761c8c4a6797bb973dd68cb6c9320bafc48fd42800e1fc0a89acff6' }) as unknown as TypedDocumentString<SearchConversationsQuery, SearchConversationsQueryVariables>;
export const StartConversationDocument = new TypedDocumentString(`
    mutation StartConversation($input: StartConversationInput!) {
  startConversation(input: $input) {
    ...ConversationFields
  }
}
    fragment ConversationFields on Conversation {
  id
  title
  model
  systemPrompt
  totalMessages
  totalTokens
  isArchived
  tags
  createdAt
  updatedAt
}`, { hash: '616d311fbedb8aa2c61ac47600a89ca7f31c57c31f147b5734d56037288ba9a9' }) as unknown as TypedDocumentString<StartConversationMutation, StartConversationMutationVariables>;
export const ArchiveConversationDocument = new TypedDocumentString(`
    mutation ArchiveConversation($id: ID!) {
  archiveConversation(id: $id) {
    ...ConversationFields
  }
}
    fragment ConversationFields on Conversation {
  id
  title
  model
  systemPrompt
  totalMessages
  totalTokens
  isArchived
  tags
  createdAt
  updatedAt
}`, { hash: '70b262be5540f0a2c5b96875dd83a327dd992e39d325a3b3490116bc5f72d43c' }) as unknown as TypedDocumentString<ArchiveConversationMutation, ArchiveConversationMutationVariables>;
export const RestoreConversationDocument = new TypedDocumentString(`
    mutation RestoreConversation($id: ID!) {
  restoreConversation(id: $id) {
    ...ConversationFields
  }
}
    fragment ConversationFields on Conversation {
  id
  title
  model
  systemPrompt
  totalMessages
  totalTokens
  isArchived
  tags
  createdAt
  updatedAt
}`, { hash: '8c1c314fc7bfe480afe25de8839d30d3202b1d448aa2e3b090301665783044f8' }) as unknown as TypedDocumentString<RestoreConversationMutation, RestoreConversationMutationVariables>;
export const DeleteConversationDocument = new TypedDocumentString(`
    mutation DeleteConversation($id: ID!) {
  deleteConversation(id: $id)
}
    `, { hash: '00e86910ef3e2a421756e6e1e498d5c185aa3b2a03e972b4f0ef098fef8d2a1e' }) as unknown as TypedDocumentString<DeleteConversationMutation, DeleteConversationMutationVariables>;
export const ConversationUpdatedDocument = new TypedDocumentString(`
    subscription ConversationUpdated($conversationId: ID!) {
  conversationUpdated(conversationId: $conversationId) {
    ...ConversationFields
    user {
      id
      username
    }
  }
}
    fragment ConversationFields on Conversation {
  id
  title
  model
  systemPrompt
  totalMessages
  totalTokens
  isArchived
  tags
  createdAt
  updatedAt
}`, { hash: '03037584d621d39f870689e37b6895758418d407bbb4d5af623c1fce86a5fd6d' }) as unknown as TypedDocumentString<ConversationUpdatedSubscription, ConversationUpdatedSubscriptionVariables>;
export const DatabaseConnectionsDocument = new TypedDocumentString(`
    query DatabaseConnections {
  me {
    id
    databaseConnections {
      ...DatabaseConnectionFields
    }
  }
}
    fragment DatabaseConnectionFields on DatabaseConnection {
  id
  name
  type
  host
  port
  databaseName
  username
  sslEnabled
  isActive
  lastTestedAt
  lastTestResult
  createdAt
}`, { hash: 'ee3b0ce01be8747911fd167da17c97c437da35dc161c09d31617a38a682ff809' }) as unknown as TypedDocumentString<DatabaseConnectionsQuery, DatabaseConnectionsQueryVariables>;
export const DatabaseConnectionDocument = new TypedDocumentString(`
    query DatabaseConnection($id: ID!) {
  databaseConnection(id: $id) {
    ...DatabaseConnectionFields
  }
}
    fragment DatabaseConnectionFields on DatabaseConnection {
  id
  name
  type
  host
  port
  databaseName
  username
  sslEnabled
  isActive
  lastTestedAt
  lastTestResult
  createdAt
}`, { hash: 'cf7bbe74c9d1ff7cdd0e33ac313a6c1aeb4c6c62fd716084c86597eaa558c16f' }) as unknown as TypedDocumentString<DatabaseConnectionQuery, DatabaseConnectionQueryVariables>;
export const QueryRunsDocument = new TypedDocumentString(`
    query QueryRuns($first: Int! = 20, $after: String) {
  me {
    id
    queryRuns(first: $first, after: $after) {
      totalCount
      nodes {
        ...QueryRunFields
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment QueryRunFields on QueryRun {
  id
  question
  sql
  status
  source
  similarity
  explanation
  columns
  rows
  rowsReturned
  executionTimeMs
  error
  feedback
  createdAt
}`, { hash: '14207dfb64149d23ea214e02a392b13ef647985f9d4961779a485ceebee50caf' }) as unknown as TypedDocumentString<QueryRunsQuery, QueryRunsQueryVariables>;
export const QueryRunDocument = new TypedDocumentString(`
    query QueryRun($id: ID!) {
  queryRun(id: $id) {
    ...QueryRunFields
  }
}
    fragment QueryRunFields on QueryRun {
  id
  question
  sql
  status
  source
  similarity
  explanation
  columns
  rows
  rowsReturned
  executionTimeMs
  error
  feedback
  createdAt
}`, { hash: '63029078d36e76cc6a3d15a6293f444f70aab9d03d3c021c9d356593e66606ec' }) as unknown as TypedDocumentString<QueryRunQuery, QueryRunQueryVariables>;
export const SqlKnowledgeDocument = new TypedDocumentString(`
    query SqlKnowledge($query: String, $first: Int! = 20) {
  sqlKnowledge(query: $query, first: $first) {
    id
    question
    sql
    databaseType
    schemaHash
    isCorrect
    usageCount
    successRate
    tags
  }
}
    `, { hash: '7a8ec87b1e38fd0160c13c1b8f32563c1ef6378626f83c7056893acde452e886' }) as unknown as TypedDocumentString<SqlKnowledgeQuery, SqlKnowledgeQueryVariables>;
export const TranscriptionsDocument = new TypedDocumentString(`
    query Transcriptions($first: Int! = 20, $after: String) {
  me {
    id
    transcriptions(first: $first, after: $after) {
      totalCount
      nodes {
        ...TranscriptionFields
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment TranscriptionFields on Transcription {
  id
  status
  progress
  stage
  fileName
  durationSeconds
  language
  text
  enhancedText
  processingTimeMs
  error
  createdAt
}`, { hash: '086ba8580c2f1728431b01d6f5cff8c9a62f2afc8a2d65d0b529c41a239b6307' }) as unknown as TypedDocumentString<TranscriptionsQuery, TranscriptionsQueryVariables>;
export const TranscriptionDocument = new TypedDocumentString(`
    query Transcription($id: ID!) {
  transcription(id: $id) {
    ...TranscriptionFields
  }
}
    fragment TranscriptionFields on Transcription {
  id
  status
  progress
  stage
  fileName
  durationSeconds
  language
  text
  enhancedText
  processingTimeMs
  error
  createdAt
}`, { hash: 'da179180a7b5c8ebc7f3a7ef022182e7db5fe1d5a17542122d4bab0cd704857f' }) as unknown as TypedDocumentString<TranscriptionQuery, TranscriptionQueryVariables>;
export const ImageGenerationsDocument = new TypedDocumentString(`
    query ImageGenerations($first: Int! = 20, $after: String) {
  me {
    id
    imageGenerations(first: $first, after: $after) {
      totalCount
      nodes {
        ...ImageGenerationFields
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment ImageGenerationFields on ImageGeneration {
  id
  status
  progress
  prompt
  negativePrompt
  model
  sampler
  steps
  cfgScale
  seed
  width
  height
  generationTimeMs
  error
  createdAt
}`, { hash: 'ab55ef046f2d6e014106d07dda41bbd260f36e30115ea9dfb6ea401c6d2e0c9b' }) as unknown as TypedDocumentString<ImageGenerationsQuery, ImageGenerationsQueryVariables>;
export const ImageGenerationDocument = new TypedDocumentString(`
    query ImageGeneration($id: ID!) {
  imageGeneration(id: $id) {
    ...ImageGenerationFields
  }
}
    fragment ImageGenerationFields on ImageGeneration {
  id
  status
  progress
  prompt
  negativePrompt
  model
  sampler
  steps
  cfgScale
  seed
  width
  height
  generationTimeMs
  error
  createdAt
}`, { hash: 'ae4424d080abd637b5ee1a7fc90b71b8e87b6d7c1ca19b6a90d6eaa3227ec6bc' }) as unknown as TypedDocumentString<ImageGenerationQuery, ImageGenerationQueryVariables>;
export const MemoriesDocument = new TypedDocumentString(`
    query Memories($query: String) {
  memories(query: $query) {
    ...MemoryFields
  }
}
    fragment MemoryFields on Memory {
  id
  kind
  content
  question
  importance
  tags
  expiresAt
  createdAt
}`, { hash: '8f19d7f167e03bfd324e12a6780cfdf2d23f9ea0831022704c0de2c21979e59d' }) as unknown as TypedDocumentString<MemoriesQuery, MemoriesQueryVariables>;
export const CreateMemoryDocument = new TypedDocumentString(`
    mutation CreateMemory($input: CreateMemoryInput!) {
  createMemory(input: $input) {
    ...MemoryFields
  }
}
    fragment MemoryFields on Memory {
  id
  kind
  content
  question
  importance
  tags
  expiresAt
  createdAt
}`, { hash: '6830f7d497e09b94e58dabc1baeabf2e927f72f234444c3311d5686057c134a6' }) as unknown as TypedDocumentString<CreateMemoryMutation, CreateMemoryMutationVariables>;
export const DeleteMemoryDocument = new TypedDocumentString(`
    mutation DeleteMemory($id: ID!) {
  deleteMemory(id: $id)
}
    `, { hash: '6fb7f6f4c081f89818b950edc58f26aa71b671bb978f8489a95330bf1c936a7e' }) as unknown as TypedDocumentString<DeleteMemoryMutation, DeleteMemoryMutationVariables>;
export const MessageDocument = new TypedDocumentString(`
    query Message($id: ID!) {
  message(id: $id) {
    ...MessageFields
    citations {
      source
      title
      excerpt
      score
    }
  }
}
    fragment MessageFields on Message {
  id
  role
  content
  status
  version
  isEdited
  isStopped
  model
  promptTokens
  completionTokens
  error
  createdAt
}`, { hash: '8dd7b1fc3e8d8a839d2f2ad6df6ac741deba7501b3b9ca76e9d05f960d9540ad' }) as unknown as TypedDocumentString<MessageQuery, MessageQueryVariables>;
export const SendMessageDocument = new TypedDocumentString(`
    mutation SendMessage($input: SendMessageInput!) {
  sendMessage(input: $input) {
    userMessage {
      ...MessageFields
    }
    reply {
      ...MessageFields
    }
  }
}
    fragment MessageFields on Message {
  id
  role
  content
  status
  version
  isEdited
  isStopped
  model
  promptTokens
  completionTokens
  error
  createdAt
}`, { hash: '1e7d7c129df15c47b4d6cc7d693bf42fb084cc396f812be797d06c505497dbb3' }) as unknown as TypedDocumentString<SendMessageMutation, SendMessageMutationVariables>;
export const StopMessageDocument = new TypedDocumentString(`
    mutation StopMessage($id: ID!) {
  stopMessage(id: $id) {
    ...MessageFields
  }
}
    fragment MessageFields on Message {
  id
  role
  content
  status
  version
  isEdited
  isStopped
  model
  promptTokens
  completionTokens
  error
  createdAt
}`, { hash: 'f301388b8aeaf54356a7b220caf2e180c09a7ffbc703c775a691bbcb07901404' }) as unknown as TypedDocumentString<StopMessageMutation, StopMessageMutationVariables>;
export const MessageStreamDocument = new TypedDocumentString(`
    subscription MessageStream($messageId: ID!, $after: Int! = 0) {
  messageStream(messageId: $messageId, after: $after) {
    __typename
    ... on TokenDelta {
      sequence
      text
    }
    ... on MessageFinished {
      sequence
      message {
        ...MessageFields
      }
    }
  }
}
    fragment MessageFields on Message {
  id
  role
  content
  status
  version
  isEdited
  isStopped
  model
  promptTokens
  completionTokens
  error
  createdAt
}`, { hash: '1fb65f1e96717f2dd381a4d7aaed7f9592f13156c2cd7fbed8263a84c377139b' }) as unknown as TypedDocumentString<MessageStreamSubscription, MessageStreamSubscriptionVariables>;
export const UsageDocument = new TypedDocumentString(`
    query Usage {
  me {
    id
    usage {
      requestsToday
      tokensToday
      dailyQuota
      lastResetAt
    }
  }
}
    `, { hash: 'b3115ce951324db5db1c8e28e29bb3c48cb90884ab6a7f474d097ef8470e5bc8' }) as unknown as TypedDocumentString<UsageQuery, UsageQueryVariables>;
export const HealthDocument = new TypedDocumentString(`
    query Health {
  health {
    service
    healthy
    detail
  }
}
    `, { hash: '5fe810fd754591452522ce28e334600ab4e1d7ab2cd711186fdbbbb699b70060' }) as unknown as TypedDocumentString<HealthQuery, HealthQueryVariables>;
export const SystemLogsDocument = new TypedDocumentString(`
    query SystemLogs($service: String, $level: LogLevel, $first: Int! = 50, $after: String) {
  systemLogs(service: $service, level: $level, first: $first, after: $after) {
    totalCount
    nodes {
      id
      service
      level
      action
      message
      context
      createdAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, { hash: '028f0d1fea0c9b3c484d700a1aa4a34c2caf5c675608c1997424b88169cba64d' }) as unknown as TypedDocumentString<SystemLogsQuery, SystemLogsQueryVariables>;
export const SettingsDocument = new TypedDocumentString(`
    query Settings {
  me {
    id
    settings {
      values
      updatedAt
    }
  }
}
    `, { hash: '13517c5b0369a459d39b49953a33876be59a7721aa243ca23ea8a0c274c65e63' }) as unknown as TypedDocumentString<SettingsQuery, SettingsQueryVariables>;
export const UpdateSettingsDocument = new TypedDocumentString(`
    mutation UpdateSettings($values: JSON!) {
  updateSettings(values: $values) {
    values
    updatedAt
  }
}
    `, { hash: 'f4870fea7cce684554c053c5d4c9906a2a6804cb1e3429552a1485db33a9600a' }) as unknown as TypedDocumentString<UpdateSettingsMutation, UpdateSettingsMutationVariables>;