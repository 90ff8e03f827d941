import { hash, verify } from '@node-rs/argon2';
import { Semaphore } from '../limits/semaphore.ts';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash, with the parameters above, of a password that nobody knows. */
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$btSSnQnhq9G94DT2MBvgbg$TeVxWFpoX3m2ZyKLKrbDzIsGaoWwDecTRp5i7d7ZoxE';

/** Hashes and verifies passwords with argon2id, a bounded number at a time: each takes 19 MiB and a core for some 20 ms. */
export class PasswordHasher {
  readonly #semaphore: Semaphore;

  constructor({ concurrent }: { concurrent: number }) {
    this.#semaphore = new Semaphore({ concurrent, waiting: 500 });
  }

  /** @throws RateLimitedError when too many wait already. */
  hash(password: string): Promise<string> {
    return this.#semaphore.run(() => hash(canonical(password), parameters));
  }

  /** @throws RateLimitedError when too many wait already. */
  verify(passwordHash: string, password: string): Promise<boolean> {
    return this.#semaphore.run(() => verify(passwordHash, canonical(password)));
  }

  /** Does the work of `verify` for an account that does not exist, so that the time taken does not tell. */
  async verifyNobody(password: string): Promise<false> {
    await this.verify(nobodysHash, password);
    return false;
  }
}

/** Keyboards differ in how they compose characters. */
const canonical = (password: string) => password.normalize('NFKC');
