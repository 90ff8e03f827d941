import type { RequestContext, Viewer } from '@polyphony/platform/context';
import type { InternalCaller } from '@polyphony/platform/internal-calls';
import { z } from 'zod';

const reservationSchema = z.object({ remaining: z.number(), resetsAt: z.coerce.date() });
export type Reservation = z.infer<typeof reservationSchema>;

/**
 * The daily quota of requests to models, which ops keeps. Its calls do not end with the client: one that leaves in the middle would
 * lose a request without getting a reply.
 */
export class RequestQuota {
  private readonly internal: InternalCaller;
  private readonly context: RequestContext;

  constructor(internal: InternalCaller, request: RequestContext) {
    this.internal = internal;
    this.context = { ...request, signal: new AbortController().signal };
  }

  /** Takes one request off the quota. @throws AppError QUOTA_EXCEEDED */
  reserve(viewer: Viewer): Promise<Reservation> {
    return this.internal.call({
      service: 'ops',
      procedure: 'reserveRequest',
      input: { userId: viewer.id, dailyQuota: viewer.dailyQuota },
      output: reservationSchema,
      context: this.context,
    });
  }

  /** Gives back a request that came to nothing. Never throws: the original problem matters more. */
  async refund(viewer: Viewer, { resetsAt }: Reservation): Promise<void> {
    try {
      await this.internal.call({
        service: 'ops',
        procedure: 'refundRequest',
        input: { userId: viewer.id, resetsAt: resetsAt.toISOString() },
        output: z.unknown(),
        context: this.context,
      });
    } catch (error) {
      this.context.log.warn({ err: error, userId: viewer.id }, 'A request could not be given back to the quota');
    }
  }
}
