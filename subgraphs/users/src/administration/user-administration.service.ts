import { requireAdmin, type AccountRole, type Viewer } from '@polyphony/platform/context';
import { BadUserInputError, ForbiddenError, NotFoundError } from '@polyphony/platform/errors';
import type { Logger } from '@polyphony/platform/logging';
import { toObjectId } from '@polyphony/platform/mongo';
import type { UserDocument } from '../accounts/user.document.ts';
import type { UserChange, UserRepository } from '../accounts/user.repository.ts';
import type { SessionService } from '../sessions/session.service.ts';

const maxDailyQuota = 1_000_000_000;

export interface UserAdministrationOptions {
  users: UserRepository;
  sessions: SessionService;
  log: Logger;
  now: () => Date;
}

/** What administrators do to accounts. Every method throws ForbiddenError for others, and NotFoundError for an unknown user. */
export class UserAdministrationService {
  readonly #options: UserAdministrationOptions;

  constructor(options: UserAdministrationOptions) {
    this.#options = options;
  }

  /** Changes what an account may do. Its sessions end, so that no token with the old role lives on. */
  async setRole(viewer: Viewer | null, userId: string, role: AccountRole): Promise<UserDocument> {
    checkNotOwn(requireAdmin(viewer), userId, 'You cannot change your own role.');
    const user = await this.#change(viewer, userId, { role });
    await this.#options.sessions.endAll(user._id);
    return user;
  }

  /** Lets an account in or keeps it out; the latter ends its sessions. */
  async setActive(viewer: Viewer | null, userId: string, isActive: boolean): Promise<UserDocument> {
    checkNotOwn(requireAdmin(viewer), userId, 'You cannot deactivate or activate your own account.');
    const user = await this.#change(viewer, userId, { is_active: isActive });
    if (!isActive) await this.#options.sessions.endAll(user._id);
    return user;
  }

  /** Sets the requests to models that an account may make a day; sessions take it over with their next access token. */
  setDailyQuota(viewer: Viewer | null, userId: string, dailyQuota: number): Promise<UserDocument> {
    requireAdmin(viewer);
    if (!Number.isInteger(dailyQuota) || dailyQuota < 0 || dailyQuota > maxDailyQuota) {
      throw new BadUserInputError(`A daily quota is 0 to ${maxDailyQuota}.`, 'dailyQuota', {
        min: 0,
        max: maxDailyQuota,
      });
    }
    return this.#change(viewer, userId, { daily_quota: dailyQuota });
  }

  async #change(viewer: Viewer | null, userId: string, change: UserChange): Promise<UserDocument> {
    const { users, log, now } = this.#options;
    const id = toObjectId(userId);
    const user = id === null ? null : await users.change(id, change, now());
    if (user === null) throw new NotFoundError('User');
    log.info({ userId, change, administratorId: viewer?.id }, 'An administrator changed an account');
    return user;
  }
}

/** Nobody can lock themselves out, so there is always the administrator who did the last change. */
function checkNotOwn(viewer: Viewer, userId: string, message: string): void {
  if (viewer.id === userId.toLowerCase()) throw new ForbiddenError(message);
}
