import type { Viewer } from '@polyphony/platform/context';
import {
  BadUserInputError,
  ConflictError,
  ForbiddenError,
  NotFoundError,
  UnauthenticatedError,
} from '@polyphony/platform/errors';
import { toObjectId } from '@polyphony/platform/mongo';
import { ObjectId } from 'mongodb';
import type { UserRepository } from '../accounts/user.repository.ts';
import { viewerOf } from '../accounts/user.viewer.ts';
import type { ApiKeyDocument } from './api-key.document.ts';
import type { CreateApiKeyInput } from './api-key.input.ts';
import type { ApiKeyRepository } from './api-key.repository.ts';
import { generateApiKeySecret, hashApiKeySecret } from './api-key.secret.ts';

/** Usable keys of one user. */
export const maxApiKeys = 50;
const nameMaxLength = 100;
/** Uses closer together than this are noted once. */
const usePrecisionMilliseconds = 60_000;
/** How long a key that cannot be used any more is still listed. */
const listedAfterEndMilliseconds = 30 * 24 * 60 * 60 * 1000;

export interface ApiKeyServiceOptions {
  apiKeys: ApiKeyRepository;
  users: UserRepository;
  now: () => Date;
}

/** Keys with which programs act as their owner. */
export class ApiKeyService {
  readonly #options: ApiKeyServiceOptions;

  constructor(options: ApiKeyServiceOptions) {
    this.#options = options;
  }

  /**
   * Makes a key of the viewer's.
   * @throws ForbiddenError for an API key, which could outlive itself so; BadUserInputError naming `name` or `expiresAt`;
   * ConflictError beyond `maxApiKeys`
   */
  async create(viewer: Viewer, input: CreateApiKeyInput): Promise<{ apiKey: ApiKeyDocument; secret: string }> {
    const { apiKeys, now } = this.#options;
    if (viewer.sessionId === undefined) throw new ForbiddenError('An API key cannot make API keys.');
    const at = now();
    const name = checkName(input.name);
    const expiresAt = checkExpiry(input.expiresAt ?? null, at);
    const { prefix, secret, hash } = generateApiKeySecret();
    const apiKey: ApiKeyDocument = {
      _id: new ObjectId(),
      user_id: new ObjectId(viewer.id),
      name,
      prefix,
      key_hash: hash,
      is_active: true,
      last_used_at: null,
      expires_at: expiresAt,
      created_at: at,
      purge_at: expiresAt === null ? null : new Date(expiresAt.getTime() + listedAfterEndMilliseconds),
    };
    await apiKeys.insert(apiKey);
    // Counted after inserting: of several that are made at once none can slip past the limit, though near it all may be refused.
    if ((await apiKeys.countUsable(apiKey.user_id, at)) > maxApiKeys) {
      await apiKeys.delete(apiKey._id);
      throw new ConflictError(`An account has at most ${maxApiKeys} API keys. Revoke one first.`);
    }
    return { apiKey, secret };
  }

  /** Makes a key of the viewer's unusable. @throws NotFoundError when it is not theirs. */
  async revoke(viewer: Viewer, id: string): Promise<ApiKeyDocument> {
    const keyId = toObjectId(id);
    const userId = toObjectId(viewer.id);
    const purgeAt = new Date(this.#options.now().getTime() + listedAfterEndMilliseconds);
    const revoked = keyId && userId && (await this.#options.apiKeys.revoke(keyId, userId, purgeAt));
    if (!revoked) throw new NotFoundError('ApiKey');
    return revoked;
  }

  /** Who a secret stands for. @throws UnauthenticatedError when it is wrong, revoked or expired, or its owner not active. */
  async authenticate(secret: string): Promise<Viewer> {
    const { apiKeys, users, now } = this.#options;
    const hash = hashApiKeySecret(secret);
    const at = now();
    const apiKey = hash === null ? null : await apiKeys.findUsable(hash, at);
    const user = apiKey === null ? null : await users.findById(apiKey.user_id);
    if (apiKey === null || user === null || !user.is_active) {
      throw new UnauthenticatedError('The API key is expired or not valid.');
    }
    const before = new Date(at.getTime() - usePrecisionMilliseconds);
    if (apiKey.last_used_at === null || apiKey.last_used_at < before) await apiKeys.touch(apiKey._id, { at, before });
    return viewerOf(user, { apiKeyId: apiKey._id.toHexString() });
  }
}

function checkName(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > nameMaxLength || /\p{C}/u.test(name)) {
    throw new BadUserInputError(
      `A name has 1 to ${nameMaxLength} characters, none of them control characters.`,
      'name',
      {
        max: nameMaxLength,
      },
    );
  }
  return name;
}

function checkExpiry(expiresAt: Date | null, now: Date): Date | null {
  if (expiresAt !== null && expiresAt <= now) throw new BadUserInputError('A key expires in the future.', 'expiresAt');
  return expiresAt;
}
