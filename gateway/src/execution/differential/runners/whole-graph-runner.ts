import { execute, parse, type GraphQLFieldResolver, type GraphQLTypeResolver } from 'graphql';
import { isInstance, type Instance } from '../world/instance.ts';
import type { World } from '../world/world.ts';
import type { ComparedOperation } from './compared-operation.ts';

/** What an operation should come to: graphql-js on the whole graph, as if there were no subgraphs. */
export interface WholeGraphOutcome {
  readonly data: Record<string, unknown> | null | undefined;
  /** Which field of which object stands at a path, as `Product:3.name`; the key is the path as JSON. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Executes an operation on the whole graph of a world, where nothing goes wrong. */
export async function runOnWholeGraph(world: World, operation: ComparedOperation): Promise<WholeGraphOutcome> {
  const fields = new Map<string, string>();
  let mutations = 0;
  const mutationType = world.apiSchema.getMutationType()?.name;
  const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (
    source,
    args: Record<string, unknown>,
    _context,
    info,
  ) => {
    const { parentType, fieldName } = info;
    const root = { type: parentType.name, seed: parentType.name };
    let instance: Instance = isInstance(source) ? source : root;
    const path: (string | number)[] = [];
    for (let step: typeof info.path | undefined = info.path; step !== undefined; step = step.prev)
      path.unshift(step.key);
    fields.set(JSON.stringify(path), `${instance.seed}.${fieldName}`);
    if (parentType.name === mutationType) instance = { ...root, seed: `${root.seed}#${mutations++}` };
    const requirement = world.requirementOf(instance.type, fieldName);
    const required = requirement === undefined ? '' : world.required(instance, requirement);
    const all = { ...args, ...world.contextArguments(instance, fieldName) };
    return below(instance, world.value(instance, fieldName, all, required));
  };
  const typeResolver: GraphQLTypeResolver<unknown, unknown> = value => (isInstance(value) ? value.type : undefined);
  const { data } = await execute({
    schema: world.apiSchema,
    document: parse(operation.query),
    variableValues: operation.variables,
    operationName: operation.operationName,
    fieldResolver,
    typeResolver,
  });
  return { data: data === undefined ? undefined : toPlain(data), fields };
}

/** The same value, whose objects know where they were reached from. */
function below(parent: Instance, value: unknown): unknown {
  if (Array.isArray(value)) return value.map(element => below(parent, element));
  return isInstance(value) ? { ...value, parent } : value;
}

const toPlain = (data: Record<string, unknown> | null): Record<string, unknown> | null =>
  JSON.parse(JSON.stringify(data)) as Record<string, unknown> | null;
