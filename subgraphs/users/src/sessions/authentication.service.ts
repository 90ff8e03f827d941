import type { RequestContext } from '@polyphony/platform/context';
import { BadUserInputError, UnauthenticatedError } from '@polyphony/platform/errors';
import type { RateLimit, RateLimiter } from '@polyphony/platform/rate-limits';
import { emailMaxLength, nameKey } from '../accounts/account.rules.ts';
import type { RegisterInput } from '../accounts/registration.input.ts';
import type { RegistrationService } from '../accounts/registration.service.ts';
import type { UserDocument } from '../accounts/user.document.ts';
import type { UserRepository } from '../accounts/user.repository.ts';
import { viewerOf } from '../accounts/user.viewer.ts';
import { limitAddress } from '../limits/address-limit.ts';
import type { PasswordCheckService } from '../passwords/password-check.service.ts';
import { checkPasswordLength } from '../passwords/password.rules.ts';
import type { AccessTokenIssuer } from '../tokens/access-token.issuer.ts';
import type { LoginInput } from './login.input.ts';
import type { OpenSession, SessionService } from './session.service.ts';

/** Somebody who is logged in now. */
export interface Authentication {
  user: UserDocument;
  accessToken: string;
  refreshToken: string;
  /** Of the access token. */
  expiresAt: Date;
}

export interface AuthenticationOptions {
  users: UserRepository;
  registration: RegistrationService;
  passwords: PasswordCheckService;
  sessions: SessionService;
  accessTokens: AccessTokenIssuer;
  rateLimiter: RateLimiter;
  /** What one client address may do. */
  limits: { register: RateLimit; login: RateLimit };
  now: () => Date;
}

type Client = Pick<RequestContext, 'clientAddress' | 'userAgent'>;

/** The ways to become a viewer with a session. */
export class AuthenticationService {
  readonly #options: AuthenticationOptions;

  constructor(options: AuthenticationOptions) {
    this.#options = options;
  }

  /** Makes an account and logs it in. @throws BadUserInputError, ConflictError or RateLimitedError. */
  async register(input: RegisterInput, client: Client): Promise<Authentication> {
    const { registration, rateLimiter, limits } = this.#options;
    await limitAddress(rateLimiter, { action: 'register', address: client.clientAddress, limit: limits.register });
    return this.#logIn(await registration.register(input), client);
  }

  /**
   * @throws UnauthenticatedError, the same for an unknown login, a wrong password and an inactive account; RateLimitedError for an
   * account that is locked after wrong passwords, and for an address that tries too often
   */
  async login({ login, password }: LoginInput, client: Client): Promise<Authentication> {
    const { users, passwords, rateLimiter, limits } = this.#options;
    if (login.length > 2 * emailMaxLength) {
      throw new BadUserInputError(`A login has at most ${emailMaxLength} characters.`, 'login');
    }
    checkPasswordLength(password, 'password');
    await limitAddress(rateLimiter, { action: 'login', address: client.clientAddress, limit: limits.login });
    const key = nameKey(login.trim());
    const user = await users.findByLoginKey(key);
    const right = await (user === null ? passwords.checkNobody(key, password) : passwords.check(user, password));
    if (user === null || !right || !user.is_active) throw wrongCredentials();
    return this.#logIn(user, client);
  }

  /** Continues a session. @throws UnauthenticatedError when the token is not valid or the account no longer active. */
  async refresh(refreshToken: string, client: Client): Promise<Authentication> {
    const { users, sessions } = this.#options;
    const opened = await sessions.refresh(refreshToken, client);
    // After the rotation: whoever changes the user ends its sessions afterwards, so no token outlives the change.
    const user = await users.findById(opened.session.user_id);
    if (user === null || !user.is_active) {
      await sessions.end(opened.session._id.toHexString(), opened.session.user_id.toHexString());
      throw new UnauthenticatedError('This account is not active.');
    }
    return this.#issue(user, opened);
  }

  /** @param known the user as it was when the password was found right */
  async #logIn(known: UserDocument, client: Client): Promise<Authentication> {
    const { users, sessions, now } = this.#options;
    const opened = await sessions.start(known._id, client);
    await users.recordLogin(known._id, { at: now(), address: client.clientAddress?.slice(0, 64) ?? null });
    // Read after the session was stored, for the reason given in `refresh`.
    const user = await users.findById(known._id);
    if (user === null || !user.is_active || user.password_hash !== known.password_hash) {
      await sessions.end(opened.session._id.toHexString(), known._id.toHexString());
      throw wrongCredentials();
    }
    return this.#issue(user, opened);
  }

  async #issue(user: UserDocument, { session, refreshToken }: OpenSession): Promise<Authentication> {
    const viewer = viewerOf(user, { sessionId: session._id.toHexString() });
    const { token, expiresAt } = await this.#options.accessTokens.issue(viewer);
    return { user, accessToken: token, refreshToken, expiresAt };
  }
}

const wrongCredentials = () => new UnauthenticatedError('The login or the password is wrong.');
