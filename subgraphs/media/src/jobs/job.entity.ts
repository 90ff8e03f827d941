import { Entity, Enum, Property } from '@mikro-orm/decorators/legacy';
import { JobStatus } from './job-status.enum.ts';

/** The columns of a row that a job works on. */
@Entity({ abstract: true })
export abstract class JobEntity {
  @Enum({ items: () => JobStatus })
  status: JobStatus = JobStatus.QUEUED;

  /** 0 to 1. */
  @Property({ type: 'double' })
  progress: number = 0;

  /** What it is doing, for people. */
  @Property({ type: 'string', length: 100, nullable: true })
  stage: string | null = null;

  @Property({ type: 'text', nullable: true })
  errorMessage: string | null = null;

  @Property({ type: 'Date', length: 3, nullable: true })
  startedAt: Date | null = null;

  @Property({ type: 'Date', length: 3, nullable: true })
  finishedAt: Date | null = null;
}
