import type { QueryPlan } from '@apollo/query-planner';
import { getOperationAST, type DocumentNode, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { RootTypeNames } from '../plans/plan-fetches.ts';
import { compileProgram } from './compile-program.ts';
import { conditionVariables, readTruths } from './conditions.ts';
import type { Program } from './program.ts';

export interface OperationProgramsOptions {
  queryPlan: QueryPlan;
  /** As it was planned. */
  document: DocumentNode;
  clientNames: ReadonlyMap<string, string>;
  operationName: string | undefined;
  schema: GraphQLSchema;
  supergraphSchema: GraphQLSchema;
  rootTypeNames: RootTypeNames;
}

/** Programs of one operation that are kept: one for each set of values of the variables in its `@skip` and `@include`. */
const maxPrograms = 16;

/** Compiles an operation's plan, once for each set of conditions. @throws Error for what this engine does not execute. */
export function createOperationPrograms({
  operationName,
  ...rest
}: OperationProgramsOptions): (variables: Readonly<Record<string, unknown>>) => Program {
  const { document } = rest;
  const operation = getOperationAST(document, operationName)!;
  const options = { ...rest, operation };
  const names = conditionVariables(document);
  if (names.length === 0) {
    const program = compileProgram({ ...options, truths: new Map() });
    return () => program;
  }
  const programs = new LRUCache<string, Program>({ max: maxPrograms });
  return variables => {
    const truths = readTruths(names, operation, variables);
    const key = names.map(name => (truths.get(name) === true ? '1' : '0')).join('');
    let program = programs.get(key);
    if (program === undefined) {
      program = compileProgram({ ...options, truths });
      programs.set(key, program);
    }
    return program;
  };
}
