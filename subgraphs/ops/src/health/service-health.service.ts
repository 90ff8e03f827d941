import type { Viewer } from '@polyphony/platform/context';

export interface ServiceHealthReport {
  service: string;
  healthy: boolean;
  /** Why not. */
  detail: string | null;
}

/** Anyone may ask, so that one asker cannot make every service check its engines more often than this. */
const reuseMs = 1000;

/** Health of all services, checked at most once a second however often it is asked for. */
export class ServiceHealthService {
  readonly #check: () => Promise<ServiceHealthReport[]>;
  readonly #clock: () => number;
  #latest: { startedAt: number; reports: Promise<ServiceHealthReport[]> } | undefined;

  constructor(check: () => Promise<ServiceHealthReport[]>, clock: () => number = () => performance.now()) {
    this.#check = check;
    this.#clock = clock;
  }

  /** Details may name hosts: only administrators see them. */
  async list(viewer: Viewer | null): Promise<ServiceHealthReport[]> {
    const reports = await this.#reports();
    return viewer?.role === 'ADMIN' ? reports : reports.map(report => ({ ...report, detail: null }));
  }

  #reports(): Promise<ServiceHealthReport[]> {
    const now = this.#clock();
    if (this.#latest === undefined || now - this.#latest.startedAt >= reuseMs) {
      this.#latest = { startedAt: now, reports: this.#check() };
    }
    return this.#latest.reports;
  }
}
