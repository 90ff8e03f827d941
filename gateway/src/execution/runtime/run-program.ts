import type { FormattedExecutionResult } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import { AppError, DownstreamServiceError } from '@polyphony/platform/errors';
import { formatError } from '@polyphony/platform/graphql';
import type { ExecutableSubgraph } from '@polyphony/platform/subgraph';
import { untilAborted } from '../../deadlines/index.ts';
import type { GatewayMetrics } from '../../metrics/index.ts';
import type { GraphResult } from '../graph-result.ts';
import type { FetchOperation, FetchTarget } from '../program/fetch-operation.ts';
import type { Program } from '../program/program.ts';
import { emptyObject, isObjectValue, type ObjectValue, type Value } from '../program/value.ts';
import { ErrorReport } from './error-report.ts';
import { firstCode } from './execution-errors.ts';
import { gather, gatherWithAncestors } from './gather.ts';
import { link, merge } from './link.ts';
import { MalformedAnswerError, readTextAnswer, readValueAnswer, type Answer } from './read-answer.ts';
import { unidentified, writeRepresentations, type Representations } from './representations.ts';
import { readVariables, writeVariables, type ContextValues } from './request-variables.ts';
import type { SharedObjects } from './shared-objects.ts';
import { writeResponse, type Introspect } from './write-response.ts';
import { writeResponseCarefully, type Shortcoming } from './write-response-carefully.ts';

export interface ProgramRun {
  readonly program: Program;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  readonly subgraphs: ReadonlyMap<string, ExecutableSubgraph>;
  readonly metrics: GatewayMetrics;
  readonly introspect: Introspect;
  /** What the first operation of a subscription came to, as text or as values. */
  readonly event?: string | FormattedExecutionResult;
}

const notFound: Shortcoming = { message: 'An entity that is referred to was not found.', code: 'NOT_FOUND' };
const notIdentified: Shortcoming = { message: 'An entity could not be identified.', code: 'DOWNSTREAM_SERVICE_ERROR' };

const nothingAsked: readonly Representations[] = [];

const noContext: ContextValues = [];

/**
 * Runs a program: fetches as soon as what they wait for is there, puts their answers into place, writes the response.
 * @param done is called once, in the same turn where nothing had to be waited for.
 */
export function runProgram(run: ProgramRun, done: (result: GraphResult) => void): void {
  const runner = new ProgramRunner(run, done);
  runner.guard(() => runner.start());
}

class ProgramRunner {
  private readonly root: ObjectValue;
  private readonly waitsFor: number[];
  private left: number;
  private report: ErrorReport | undefined;
  /** Objects that a fetch was to complete and could not. Whether that matters shows when the response is written. */
  private incomplete: Map<ObjectValue, Shortcoming> | undefined;
  private readonly sharedObjects: SharedObjects | null;
  private isDone = false;

  constructor(
    private readonly run: ProgramRun,
    private readonly done: (result: GraphResult) => void,
  ) {
    const { operations, root } = run.program;
    this.root = emptyObject(root.size);
    this.sharedObjects = run.program.sharesEntities ? new Map() : null;
    this.waitsFor = operations.map(({ waitsFor }) => waitsFor);
    this.left = operations.length;
  }

  /** Whatever goes wrong in our own work, whoever waits gets an answer. */
  guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.answer({ data: 'null', errors: [...(this.report?.errors ?? []), formatError(error, this.run.context)] });
    }
  }

  start(): void {
    const { operations } = this.run.program;
    if (operations.length === 0) return this.finish();
    for (let index = 0; index < operations.length; index++) {
      const operation = operations[index]!;
      if (operation.waitsFor === 0) this.ask(operation, () => this.operationDone(operation));
    }
  }

  private operationDone({ dependents }: FetchOperation): void {
    this.left--;
    for (let index = 0; index < dependents.length; index++) {
      const dependent = dependents[index]!;
      if (--this.waitsFor[dependent]! === 0) {
        const operation = this.run.program.operations[dependent]!;
        this.ask(operation, () => this.operationDone(operation));
      }
    }
    if (this.left === 0) this.finish();
  }

  /** Makes one request, unless there is nothing to ask for. */
  private ask(operation: FetchOperation, done: () => void): void {
    const { event, program } = this.run;
    if (event !== undefined && operation.index === 0) return this.receive(operation, nothingAsked, event, done);
    if (!operation.isEntities) {
      const { hops } = operation.parts[0]!.targets[0]!;
      if (hops.length > 0 && gather(this.root, hops).length === 0) return done();
      return this.send(operation, nothingAsked, done);
    }
    if (operation.contexts.length > 0) return this.askInContexts(operation, done);
    const objectsAt = ({ hops }: FetchTarget) => gather(this.root, hops);
    const asked = operation.parts.map(part => writeRepresentations(part, objectsAt, program.sharesEntities));
    // A fetch that joined another requires less: what the whole cannot be asked for, it may.
    if (operation.separate !== null && cannotAskAll(operation, asked)) return this.askAll(operation.separate(), done);
    this.noteUnidentified(asked);
    if (asked.every(({ typenames }) => typenames.length === 0)) return done();
    return this.send(operation, asked, done);
  }

  /** One request for all entities that stand in the same context. */
  private askInContexts(operation: FetchOperation, done: () => void): void {
    const groups = new Map<string, { values: ContextValues; objects: ObjectValue[] }>();
    for (const way of gatherWithAncestors(this.root, operation.parts[0]!.targets[0]!.hops)) {
      const values = operation.contexts.map(({ variable, read }) => [variable, read(way)] as const);
      const key = JSON.stringify(values);
      const group = groups.get(key) ?? { values, objects: [] };
      groups.set(key, group);
      group.objects.push(way.at(-1)!);
    }
    const requests = [...groups.values()].flatMap(({ values, objects }) => {
      const asked = operation.parts.map(part => writeRepresentations(part, () => objects, false));
      this.noteUnidentified(asked);
      return asked[0]!.typenames.length === 0 ? [] : [{ asked, values }];
    });
    let left = requests.length;
    if (left === 0) return done();
    for (const { asked, values } of requests) {
      this.send(operation, asked, () => void (--left === 0 && done()), values);
    }
  }

  private send(
    operation: FetchOperation,
    asked: readonly Representations[],
    done: () => void,
    contextValues: ContextValues = noContext,
  ): void {
    const subgraph = this.run.subgraphs.get(operation.subgraph);
    const started = performance.now();
    const succeed = (answer: string | FormattedExecutionResult) => {
      this.guard(() => this.receive(operation, asked, answer, done, started));
    };
    const fail = (error: unknown) => {
      this.guard(() => {
        this.count(operation, started, error instanceof AppError ? error.code : 'INTERNAL_SERVER_ERROR');
        this.addFailure(operation, error);
        done();
      });
    };
    if (subgraph === undefined) return fail(new DownstreamServiceError(operation.subgraph));
    const sources = { variables: this.run.variables, asked, contextValues };
    if (subgraph.executeText !== undefined && operation.kind !== 'subscription') {
      const body = operation.prefix + writeVariables(operation, sources) + '}}';
      subgraph.executeText({ body, operationType: operation.kind }, this.run.context).then(succeed, fail);
      return;
    }
    const request = {
      query: operation.text,
      variables: readVariables(operation, sources),
      operationName: operation.operationName ?? null,
    };
    untilAborted(subgraph.execute(request, this.run.context), this.run.context.signal).then(succeed, fail);
  }

  private receive(
    operation: FetchOperation,
    asked: readonly Representations[],
    received: string | FormattedExecutionResult,
    done: () => void,
    started?: number,
  ): void {
    let answer: Answer;
    try {
      const typenames = asked.map(part => part.typenames);
      answer =
        typeof received === 'string'
          ? readTextAnswer(operation, received, typenames, this.sharedObjects)
          : readValueAnswer(operation, received, typenames);
    } catch (error) {
      if (started !== undefined) this.count(operation, started, 'DOWNSTREAM_SERVICE_ERROR');
      const cause =
        error instanceof MalformedAnswerError ? new DownstreamServiceError(operation.subgraph, error) : error;
      this.addFailure(operation, cause);
      return done();
    }
    if (started !== undefined) {
      this.count(operation, started, answer.errors.length === 0 ? 'OK' : firstCode(answer.errors));
    }
    // Merged selections fail together; asked one by one, only the one fails that is at fault.
    if (operation.separate !== null && failedTogether(operation, answer))
      return this.askAll(operation.separate(), done);
    if (answer.errors.length > 0) this.reported().addAnswered(operation, asked, answer.errors);
    if (answer.data !== null) {
      if (operation.isEntities) this.linkEntities(asked, answer);
      else this.linkRoot(operation, answer.data as Value);
    }
    done();
  }

  private linkRoot(operation: FetchOperation, data: Value): void {
    if (!Array.isArray(data) || !isObjectValue(data)) return;
    const target = operation.parts[0]!.targets[0]!;
    const put = this.run.program.sharesEntities ? link : merge;
    if (target.hops.length === 0) put(this.root, data, target);
    else for (const object of gather(this.root, target.hops)) put(object, data, target);
  }

  private linkEntities(asked: readonly Representations[], { data, errors }: Answer): void {
    const put = this.run.program.sharesEntities ? link : merge;
    for (let part = 0; part < asked.length; part++) {
      const entities = (data as readonly (readonly Value[])[])[part]!;
      for (const { target, objects, indexes } of asked[part]!.assignments) {
        for (let at = 0; at < objects.length; at++) {
          const index = indexes[at]!;
          if (index < 0) continue;
          const entity = entities[index];
          if (Array.isArray(entity)) put(objects[at]!, entity, target);
          // With errors the subgraph said itself why.
          else if (errors.length === 0) this.note(objects[at]!, notFound);
        }
      }
    }
  }

  private askAll(operations: readonly FetchOperation[], done: () => void): void {
    let left = operations.length;
    for (const operation of operations) this.ask(operation, () => void (--left === 0 && done()));
  }

  private count({ subgraph }: FetchOperation, started: number, code: string): void {
    this.run.metrics.fetchFinished({ subgraph, code, durationMs: performance.now() - started });
  }

  private reported(): ErrorReport {
    return (this.report ??= new ErrorReport(this.run.program, this.root));
  }

  private addFailure(operation: FetchOperation, error: unknown): void {
    this.reported().addFailure(operation, formatError(error, this.run.context));
  }

  private noteUnidentified(asked: readonly Representations[]): void {
    for (const { assignments, hasUnidentified } of asked) {
      if (!hasUnidentified) continue;
      for (const { objects, indexes } of assignments) {
        for (let at = 0; at < objects.length; at++) {
          if (indexes[at] === unidentified) this.note(objects[at]!, notIdentified);
        }
      }
    }
  }

  private note(object: ObjectValue, shortcoming: Shortcoming): void {
    (this.incomplete ??= new Map()).set(object, shortcoming);
  }

  private finish(): void {
    const { program, introspect } = this.run;
    let data =
      this.incomplete === undefined
        ? writeResponse(program.shapes, this.root, introspect, this.sharedObjects)
        : undefined;
    if (data === undefined) {
      const careful = writeResponseCarefully(program.shapes, this.root, introspect, this.incomplete);
      data = careful.data;
      if (careful.violations.length > 0) this.reported().addViolations(careful.violations);
    }
    this.answer(this.report === undefined ? { data } : { data, errors: this.report.errors });
  }

  private answer(result: GraphResult): void {
    if (this.isDone) return;
    this.isDone = true;
    this.done(result);
  }
}

/** Whether a merged operation cannot be asked about an object that one of its fetches could be asked about. */
function cannotAskAll({ parts }: FetchOperation, asked: readonly Representations[]): boolean {
  return asked.some(({ hasUnidentified }, part) => hasUnidentified && parts[part]!.hasJoined);
}

/** Whether what one of an operation's fetches met left nothing of the others. */
function failedTogether({ parts }: FetchOperation, { data, errors }: Answer): boolean {
  if (data === null) return true;
  if (errors.length === 0) return false;
  return parts.some(
    ({ hasJoined }, part) => hasJoined && (data as readonly (readonly Value[])[])[part]!.includes(null),
  );
}
