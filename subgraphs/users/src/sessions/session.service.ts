import type { Cache } from '@polyphony/platform/cache';
import type { RequestContext } from '@polyphony/platform/context';
import { UnauthenticatedError } from '@polyphony/platform/errors';
import type { EventBus } from '@polyphony/platform/events';
import { revokedSessionKey, revokedSessionSeconds } from '@polyphony/platform/identity';
import type { Logger } from '@polyphony/platform/logging';
import { toObjectId } from '@polyphony/platform/mongo';
import { ObjectId } from 'mongodb';
import { hashToken, isToken, randomToken, successorToken } from '../tokens/random-token.ts';
import type { SessionDocument } from './session.document.ts';
import { sessionEnded } from './session.events.ts';
import type { SessionRepository } from './session.repository.ts';

export interface SessionLimits {
  /** How long a session lives without being refreshed. */
  idleDays: number;
  /** How long it lives at most. */
  maxDays: number;
  /** How long after a refresh the token it replaced may still be sent again; 0 for never. */
  graceSeconds: number;
}

export interface SessionServiceOptions {
  sessions: SessionRepository;
  cache: Cache;
  events: EventBus;
  log: Logger;
  limits: SessionLimits;
  now: () => Date;
}

/** A session with the refresh token that continues it. The token exists nowhere else. */
export interface OpenSession {
  session: SessionDocument;
  refreshToken: string;
}

type Client = Pick<RequestContext, 'clientAddress' | 'userAgent'>;

const dayMilliseconds = 24 * 60 * 60 * 1000;

/**
 * Sessions and their refresh tokens. Each refresh replaces the token; a replaced token that comes again was copied, so the whole
 * session ends. Two refreshes that overlap are no theft (a client that retries, two tabs): both get the same next token, which is
 * therefore derived from the one before it.
 */
export class SessionService {
  readonly #options: SessionServiceOptions;
  /** Refreshes under way in this process, by the hash of their token. */
  readonly #refreshing = new Map<string, Promise<OpenSession>>();

  constructor(options: SessionServiceOptions) {
    this.#options = options;
  }

  /** Opens a session of a user. */
  async start(userId: ObjectId, client: Client): Promise<OpenSession> {
    const { sessions, limits, now } = this.#options;
    const refreshToken = randomToken();
    const createdAt = now();
    const endsAt = new Date(createdAt.getTime() + limits.maxDays * dayMilliseconds);
    const session: SessionDocument = {
      _id: new ObjectId(),
      user_id: userId,
      token_hash: hashToken(refreshToken),
      previous_token_hashes: [],
      rotation_nonce: null,
      rotated_at: createdAt,
      created_at: createdAt,
      expires_at: this.#expiry(createdAt, endsAt),
      ends_at: endsAt,
      ...clientFields(client),
    };
    await sessions.insert(session);
    return { session, refreshToken };
  }

  /**
   * Continues a session with its next refresh token.
   * @throws UnauthenticatedError for a token that is unknown, expired or was used before; in the last case the session is over
   */
  async refresh(refreshToken: string, client: Client): Promise<OpenSession> {
    if (!isToken(refreshToken)) throw invalidToken();
    const hash = hashToken(refreshToken);
    const underWay = this.#refreshing.get(hash);
    if (underWay !== undefined) return underWay;
    const refreshed = this.#rotate(refreshToken, hash, client).finally(() => this.#refreshing.delete(hash));
    this.#refreshing.set(hash, refreshed);
    return refreshed;
  }

  /** Ends one session of a user; answers whether there was one. */
  async end(sessionId: string, userId: string): Promise<boolean> {
    const session = toObjectId(sessionId);
    const user = toObjectId(userId);
    if (session === null || user === null) return false;
    const ended = await this.#options.sessions.delete(session, user);
    // Marked even when the session was gone: its last access token may still be about.
    await this.#revoke(session, user);
    return ended;
  }

  /** Ends a user's sessions, all but `except`; answers how many. */
  async endAll(userId: ObjectId, { except }: { except?: string } = {}): Promise<number> {
    const kept = except === undefined ? null : toObjectId(except);
    const ended = await this.#options.sessions.deleteOfUser(userId, kept);
    await Promise.all(ended.map(id => this.#revoke(id, userId)));
    return ended.length;
  }

  async #rotate(refreshToken: string, hash: string, client: Client): Promise<OpenSession> {
    const { sessions, now } = this.#options;
    const session = await sessions.findByTokenHash(hash);
    if (session === null) return this.#replay(refreshToken, hash, { overlapped: false });
    const rotatedAt = now();
    if (session.expires_at <= rotatedAt) throw invalidToken();
    const nonce = randomToken();
    const next = successorToken(refreshToken, nonce);
    const rotated = await sessions.rotate(session, {
      token_hash: hashToken(next),
      rotation_nonce: nonce,
      rotated_at: rotatedAt,
      expires_at: this.#expiry(rotatedAt, session.ends_at),
      ...clientFields(client),
    });
    if (rotated !== null) return { session: rotated, refreshToken: next };
    // It was valid a moment ago: another process refreshed it in between.
    return this.#replay(refreshToken, hash, { overlapped: true });
  }

  /** A token that is not valid now: either it never was, or it was replaced. */
  async #replay(refreshToken: string, hash: string, { overlapped }: { overlapped: boolean }): Promise<OpenSession> {
    const { sessions, limits, log, now } = this.#options;
    const session = await sessions.findByPreviousTokenHash(hash);
    if (session === null) throw invalidToken();
    const age = now().getTime() - session.rotated_at.getTime();
    const replacedLast = session.previous_token_hashes.at(-1) === hash;
    if (replacedLast && session.rotation_nonce !== null && (overlapped || age < limits.graceSeconds * 1000)) {
      return { session, refreshToken: successorToken(refreshToken, session.rotation_nonce) };
    }
    const [sessionId, userId] = [session._id.toHexString(), session.user_id.toHexString()];
    log.warn({ sessionId, userId }, 'A used refresh token came again: the session was ended');
    await this.end(sessionId, userId);
    throw invalidToken();
  }

  /** Tells the gateway to refuse the session's access tokens for as long as one can live. */
  async #revoke(id: ObjectId, userId: ObjectId): Promise<void> {
    const { cache, events } = this.#options;
    const sessionId = id.toHexString();
    await cache.set(revokedSessionKey(sessionId), true, revokedSessionSeconds);
    await events.publish(sessionEnded, { sessionId, userId: userId.toHexString() });
  }

  #expiry(from: Date, endsAt: Date): Date {
    const idle = from.getTime() + this.#options.limits.idleDays * dayMilliseconds;
    return new Date(Math.min(idle, endsAt.getTime()));
  }
}

const invalidToken = () => new UnauthenticatedError('The refresh token is expired or not valid.');

const clientFields = ({ clientAddress, userAgent }: Client) => ({
  ip_address: clientAddress?.slice(0, 64) ?? null,
  user_agent: userAgent?.slice(0, 512) ?? null,
});
