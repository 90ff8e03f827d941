import { Kind, parse, validate, type DocumentNode, type FormattedExecutionResult } from 'graphql';
import type { RequestContext } from '@polyphony/platform/context';
import { DownstreamServiceError } from '@polyphony/platform/errors';
import type { ExecutableSubgraph, SubgraphRequest } from '@polyphony/platform/subgraph';
import { fromLatin1, toLatin1, toLatin1Json } from '@polyphony/platform/text';
import type { World, WorldSubgraph } from '../world/world.ts';
import { OperationAnswer } from './answer-operation.ts';
import { writeOddJson } from './odd-json.ts';
import type { Run } from './run.ts';
import { spoil, type SentAnswer } from './subgraph-fault.ts';

/** Runs that are going on, by the id of the request. */
export type Runs = Map<string, Run>;

export interface MadeUpSubgraphsOptions {
  world: World;
  runs: Runs;
  /** How subgraphs answer: with objects only, as one in this process, or with text as well, as one that is reached by HTTP. */
  answers: 'values' | 'text';
}

/** The subgraphs of a world, as the gateway knows subgraphs. */
export function createMadeUpSubgraphs({ world, runs, answers }: MadeUpSubgraphsOptions): ExecutableSubgraph[] {
  return world.subgraphs.map(subgraph => {
    const prepare = createDocumentReader(subgraph);
    const answer = async (request: SubgraphRequest, context: RequestContext): Promise<SentAnswer> => {
      const run = runs.get(context.requestId);
      if (run === undefined) throw new Error('A fetch came without the id of the request, or after its end.');
      const variables = request.variables ?? {};
      const fetch: Run['fetches'][number] = { subgraph: subgraph.name, query: request.query, variables };
      run.fetches.push(fetch);
      if (run.style.delays) await delay(run.style.random.integer(4));
      const document = prepare(request.query);
      const executed = new OperationAnswer(world, subgraph, run).execute(document, variables, request.operationName);
      const sent = spoil(run.faults.subgraph(subgraph.name), subgraph.name, executed, entityNames(document));
      if (run.recordsAnswers) fetch.answer = 'json' in sent ? structuredClone(sent.json) : sent.text;
      if (run.withoutErrors && 'json' in sent && typeof sent.json === 'object') {
        const { errors: _errors, ...rest } = sent.json as SubgraphAnswerParts;
        return { json: Array.isArray(sent.json) ? sent.json : rest };
      }
      return sent;
    };
    return {
      name: subgraph.name,
      sdl: subgraph.sdl,
      async execute(request, context) {
        const sent = await answer(request, context);
        // Who reads the text of a remote subgraph finds out there.
        if ('text' in sent) throw new DownstreamServiceError(subgraph.name);
        return sent.json as FormattedExecutionResult;
      },
      // oxlint-disable-next-line require-yield -- subscriptions are not compared: stock executes none
      async *subscribe() {
        throw new Error('Nothing is subscribed to here.');
      },
      ...(answers === 'text' && {
        async executeText({ body }, context) {
          const sent = await answer(JSON.parse(fromLatin1(body)) as SubgraphRequest, context);
          if ('text' in sent) return sent.text;
          const style = runs.get(context.requestId)?.style;
          return style?.oddText === true ? toLatin1(writeOddJson(sent.json, style.random)) : toLatin1Json(sent.json);
        },
      }),
    };
  });
}

/** The response names under which a fetch asks for `_entities`: several where fetches were merged. */
function entityNames({ definitions }: DocumentNode): string[] {
  return definitions.flatMap(definition =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? definition.selectionSet.selections.flatMap(selection =>
          selection.kind === Kind.FIELD && selection.name.value === '_entities'
            ? [(selection.alias ?? selection.name).value]
            : [],
        )
      : [],
  );
}

interface SubgraphAnswerParts {
  errors?: unknown;
}

/** Reads fetches once a text. @throws Error for one that the subgraph's schema does not allow: the executor's fault, never a run's. */
function createDocumentReader({ name, schema }: WorldSubgraph) {
  const documents = new Map<string, DocumentNode>();
  return (query: string): DocumentNode => {
    let document = documents.get(query);
    if (document === undefined) {
      document = parse(query, { noLocation: true });
      const errors = validate(schema, document);
      if (errors.length > 0) throw new InvalidFetchError(`${name} was sent ${query}\n${errors.join('\n')}`);
      if (documents.size > 2000) documents.clear();
      documents.set(query, document);
    }
    return document;
  };
}

/** A fetch that is no valid operation of its subgraph. */
export class InvalidFetchError extends Error {
  override readonly name = 'InvalidFetchError';
}

async function delay(turns: number): Promise<void> {
  if (turns === 3) return new Promise(resolve => void setImmediate(resolve));
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
}
