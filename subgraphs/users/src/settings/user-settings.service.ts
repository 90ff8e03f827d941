import type { Viewer } from '@polyphony/platform/context';
import { ConflictError } from '@polyphony/platform/errors';
import { ObjectId } from 'mongodb';
import { KeyedQueue } from '../limits/keyed-queue.ts';
import { checkSettingsChanges, mergeSettings } from './settings-values.ts';
import type { UserSettingsDocument } from './user-settings.document.ts';
import type { UserSettingsRepository } from './user-settings.repository.ts';

/** Only other processes can get in between, so more rounds than this mean that something is wrong. */
const rounds = 100;

/** What clients keep for their users. */
export class UserSettingsService {
  readonly #settings: UserSettingsRepository;
  readonly #now: () => Date;
  readonly #queue = new KeyedQueue({ waiting: 200 });

  constructor({ settings, now }: { settings: UserSettingsRepository; now: () => Date }) {
    this.#settings = settings;
    this.#now = now;
  }

  /**
   * Takes over the keys of `values`, null removing one; changes that come at once are all kept.
   * @throws BadUserInputError naming `values`
   */
  update(viewer: Viewer, values: unknown): Promise<UserSettingsDocument> {
    const changes = checkSettingsChanges(values);
    const userId = new ObjectId(viewer.id);
    return this.#queue.run(viewer.id, async () => {
      for (let round = 0; round < rounds; round += 1) {
        const from = await this.#settings.findByUser(userId);
        const to = mergeSettings(from?.settings ?? {}, changes);
        const replaced = await this.#settings.replace({ userId, from, to, at: this.#now() });
        if (replaced !== null) return replaced;
      }
      throw new ConflictError('The settings are being changed too often. Try again.');
    });
  }
}
