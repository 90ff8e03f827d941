import { Kind, visit, type DocumentNode, type OperationDefinitionNode, type SelectionNode } from 'graphql';
import { rejection } from '../rejection.ts';

/** What the variables of `@skip` and `@include` are in one request. A plan is made for one such set. */
export type Truths = ReadonlyMap<string, boolean>;

/** The variables that decide about `@skip` and `@include` in an operation. */
export interface ConditionVariables {
  readonly names: readonly string[];
  /** Values that leave in what one of them can leave in. */
  readonly mostIncluding: Truths;
}

export function conditionVariables(document: DocumentNode, operation: OperationDefinitionNode): ConditionVariables {
  // Others are of other operations in the document.
  const own = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value));
  const mostIncluding = new Map<string, boolean>();
  visit(document, {
    Directive({ name, arguments: given }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given ?? []) {
        if (value.kind === Kind.VARIABLE && own.has(value.name.value))
          mostIncluding.set(value.name.value, name.value === 'include');
      }
    },
  });
  return { names: [...mostIncluding.keys()].toSorted(), mostIncluding };
}

/** Reads them for one request. @throws RequestRejectedError when one of them is not a boolean. */
export function readTruths(
  names: readonly string[],
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Truths {
  const truths = new Map<string, boolean>();
  for (const name of names) {
    let value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) {
      const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
      if (definition?.defaultValue?.kind === Kind.BOOLEAN) ({ value } = definition.defaultValue);
    }
    if (typeof value !== 'boolean') throw rejection(`The variable "$${name}" must be true or false.`, 'BAD_USER_INPUT');
    truths.set(name, value);
  }
  return truths;
}

/** Whether `@skip` and `@include` leave a selection in. */
export function isIncluded({ directives }: SelectionNode, truths: Truths): boolean {
  for (const directive of directives ?? []) {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') continue;
    const value = directive.arguments?.[0]?.value;
    const truth =
      value?.kind === Kind.BOOLEAN
        ? value.value
        : value?.kind === Kind.VARIABLE
          ? truths.get(value.name.value)
          : undefined;
    if (truth === (name === 'skip')) return false;
  }
  return true;
}
