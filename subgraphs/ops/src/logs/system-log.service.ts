import { requireAdmin, type Viewer } from '@polyphony/platform/context';
import { BadUserInputError } from '@polyphony/platform/errors';
import { toObjectId } from '@polyphony/platform/mongo';
import {
  checkFirst,
  creationPosition,
  readCreationPosition,
  toConnection,
  toPage,
  type Connection,
} from '@polyphony/platform/pagination';
import { boundContext, boundText } from './log-context.ts';
import { redactText } from './redact.ts';
import type { SystemLogDocument } from './system-log.document.ts';
import type { WriteLogInput } from './system-log.input.ts';
import type { SystemLogFilter, SystemLogRepository } from './system-log.repository.ts';
import { SystemLog } from './system-log.type.ts';

export interface SystemLogServiceOptions {
  repository: SystemLogRepository;
  settings: { systemLogRetentionDays: number };
  now?: () => Date;
}

const maxMessageLength = 8000;
const dayMs = 24 * 60 * 60 * 1000;

export class SystemLogService {
  readonly #repository: SystemLogRepository;
  readonly #retentionDays: number;
  readonly #now: () => Date;

  constructor({ repository, settings, now = () => new Date() }: SystemLogServiceOptions) {
    this.#repository = repository;
    this.#retentionDays = settings.systemLogRetentionDays;
    this.#now = now;
  }

  /** Keeps an entry, cut to size and without recognisable secrets. */
  async write({ service, level, action, message, userId, context, source }: WriteLogInput) {
    const now = this.#now();
    await this.#repository.insert({
      service,
      level,
      action: action ?? null,
      message: boundText(redactText(message.slice(0, 4 * maxMessageLength)), maxMessageLength),
      user_id: userId ?? null,
      context: context === undefined ? null : boundContext(context),
      source: source ?? null,
      created_at: now,
      expires_at: new Date(now.getTime() + this.#retentionDays * dayMs),
    });
    return {};
  }

  /**
   * Entries, newest first.
   * @throws UnauthenticatedError, ForbiddenError for anyone but an administrator, BadUserInputError for `first`, `after`, `service`.
   */
  async list(
    viewer: Viewer | null,
    { first, after, ...filter }: SystemLogFilter & { first: number; after?: string | null },
  ): Promise<Connection<SystemLog>> {
    requireAdmin(viewer);
    checkFirst(first);
    if ((filter.service?.length ?? 0) > 50) {
      throw new BadUserInputError('"service" must have at most 50 characters.', 'service');
    }
    const position = readCreationPosition(after, toObjectId);
    const rows = await this.#repository.findPage(filter, { after: position, limit: first + 1 });
    const page = toPage(rows, {
      first,
      after,
      position: log => creationPosition({ createdAt: log.created_at, id: log._id.toHexString() }),
    });
    return toConnection({ ...page, nodes: page.nodes.map(toGraph) }, () => this.#repository.count(filter));
  }
}

function toGraph(document: SystemLogDocument): SystemLog {
  return Object.assign(new SystemLog(), {
    id: document._id.toHexString(),
    service: document.service,
    level: document.level,
    action: document.action,
    message: document.message,
    user: document.user_id === null ? null : { id: document.user_id },
    context: document.context,
    source: document.source,
    createdAt: document.created_at,
  });
}
