import {
  Kind,
  print,
  visit,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { SubgraphRequest } from '@polyphony/platform/subgraph';

type Variables = SubgraphRequest['variables'];

/** A subscription that can be asked to go on after an event that was heard. */
export interface ResumableOperation {
  /** Asks for what comes after this sequence; undefined asks as the client did. */
  request(request: SubgraphRequest, after: number | undefined): SubgraphRequest;
  /** What its events begin with, up to their sequence. */
  readonly prefix: string;
  /** The same without what was added. */
  readonly plainPrefix: string;
  readonly responseName: string;
}

/** Under this name every event tells its sequence, whether or not the client asked for it. */
export const sequenceName = 'resumeSequence';

/**
 * Makes a subgraph's operation resumable: every event tells its sequence first, and where the stream begins is a variable.
 * @param types What the field's events may be.
 * @returns undefined when the operation is not of the plain shape that planners write.
 */
export function makeResumable(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  field: FieldNode,
  types: readonly string[],
): ResumableOperation | undefined {
  if (field.selectionSet === undefined || print(document).includes(sequenceName)) return undefined;
  const after = field.arguments?.find(({ name }) => name.value === 'after')?.value;
  const variable = after?.kind === Kind.VARIABLE ? after.name.value : 'resumeAfter';
  // A variable that means something else as well must keep its value.
  if (countUses(document, variable) > (after?.kind === Kind.VARIABLE ? 1 : 0)) return undefined;

  const asked = {
    ...field,
    arguments: [
      ...(field.arguments ?? []).filter(({ name }) => name.value !== 'after'),
      { kind: Kind.ARGUMENT, name: name('after'), value: { kind: Kind.VARIABLE, name: name(variable) } } as const,
    ],
    selectionSet: {
      ...field.selectionSet,
      selections: [...types.map(sequenceOf), ...field.selectionSet.selections],
    },
  };
  const definitions = document.definitions.map(definition =>
    definition !== operation
      ? definition
      : {
          ...operation,
          variableDefinitions: [
            ...(operation.variableDefinitions ?? []),
            ...(after?.kind === Kind.VARIABLE ? [] : [intVariable(variable)]),
          ],
          selectionSet: { ...operation.selectionSet, selections: [asked] },
        },
  );
  const query = print({ ...document, definitions });
  const beginning = readBeginning(after);
  const responseName = field.alias?.value ?? field.name.value;
  const plainPrefix = `{"data":{"${responseName}":{`;

  return {
    prefix: `${plainPrefix}"${sequenceName}":`,
    plainPrefix,
    responseName,
    request(request, position) {
      const variables: NonNullable<Variables> = { ...request.variables };
      if (position !== undefined) variables[variable] = position;
      else if (beginning !== undefined) variables[variable] = beginning;
      return { ...request, query, variables };
    },
  };
}

/** What the client's own operation says about where to begin; variables have their value already. */
function readBeginning(after: { kind: Kind; value?: unknown } | undefined): number | null | undefined {
  if (after?.kind === Kind.INT) return Number(after.value);
  return after?.kind === Kind.NULL ? null : undefined;
}

function sequenceOf(type: string): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: name(type) },
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [{ kind: Kind.FIELD, alias: name(sequenceName), name: name('sequence') }],
    },
  };
}

function intVariable(variable: string): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: name(variable) },
    type: { kind: Kind.NAMED_TYPE, name: name('Int') },
  };
}

function countUses(document: DocumentNode, variable: string): number {
  let uses = 0;
  visit(document, {
    VariableDefinition: () => false,
    Variable: node => void (uses += node.name.value === variable ? 1 : 0),
  });
  return uses;
}

function name(value: string) {
  return { kind: Kind.NAME, value } as const;
}
