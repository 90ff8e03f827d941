import {
  Kind,
  parse,
  visit,
  type ConstDirectiveNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type SelectionSetNode,
} from 'graphql';

/** What the federation directives of one subgraph say. */
export interface FederationFacts {
  /** Field sets of `@key`, by type. */
  readonly keys: ReadonlyMap<string, readonly SelectionSetNode[]>;
  /** Field set of `@requires`, by `Type.field`. */
  readonly requires: ReadonlyMap<string, SelectionSetNode>;
  /** Names of `@context`, by type. */
  readonly contexts: ReadonlyMap<string, readonly string[]>;
  /** Arguments with `@fromContext`, by `Type.field`. */
  readonly contextArguments: ReadonlyMap<string, readonly ContextArgument[]>;
}

/** An argument that the gateway fills from an object further up. */
export interface ContextArgument {
  readonly name: string;
  readonly context: string;
  readonly fields: SelectionSetNode;
}

/** Reads a field set: the text in `fields` of `@key` and `@requires`. */
export function parseFieldSet(fields: string): SelectionSetNode {
  const definition = parse(`{${fields}}`, { noLocation: true }).definitions[0];
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`Not a field set: ${fields}`);
  return definition.selectionSet;
}

function textOf(directive: ConstDirectiveNode, argument: string): string {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  if (value?.kind !== Kind.STRING) throw new Error(`@${directive.name.value} has no ${argument}.`);
  return value.value;
}

/** Reads `$context { field }`. */
function contextArgument(name: string, field: string): ContextArgument {
  const brace = field.indexOf('{');
  return {
    name,
    context: field.slice(1, brace).trim(),
    fields: parseFieldSet(field.slice(brace + 1, field.lastIndexOf('}'))),
  };
}

export function readFederationFacts(sdl: string): FederationFacts {
  const keys = new Map<string, SelectionSetNode[]>();
  const requires = new Map<string, SelectionSetNode>();
  const contexts = new Map<string, string[]>();
  const contextArguments = new Map<string, ContextArgument[]>();
  const add = <T>(map: Map<string, T[]>, key: string, value: T) => map.set(key, [...(map.get(key) ?? []), value]);
  const readType = (node: ObjectTypeDefinitionNode | ObjectTypeExtensionNode | InterfaceTypeDefinitionNode) => {
    const type = node.name.value;
    for (const directive of node.directives ?? []) {
      if (directive.name.value === 'key') add(keys, type, parseFieldSet(textOf(directive, 'fields')));
      if (directive.name.value === 'context') add(contexts, type, textOf(directive, 'name'));
    }
    for (const field of node.fields ?? []) {
      const coordinate = `${type}.${field.name.value}`;
      for (const directive of field.directives ?? []) {
        if (directive.name.value === 'requires') requires.set(coordinate, parseFieldSet(textOf(directive, 'fields')));
      }
      for (const argument of field.arguments ?? []) {
        const directive = argument.directives?.find(({ name }) => name.value === 'fromContext');
        if (directive === undefined) continue;
        add(contextArguments, coordinate, contextArgument(argument.name.value, textOf(directive, 'field')));
      }
    }
  };
  visit(parse(sdl), {
    ObjectTypeDefinition: readType,
    ObjectTypeExtension: readType,
    InterfaceTypeDefinition: readType,
  });
  return { keys, requires, contexts, contextArguments };
}
