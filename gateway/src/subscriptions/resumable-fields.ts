import {
  Kind,
  OperationTypeNode,
  parse,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type NamedTypeNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';

/**
 * The subscription fields that can be resumed: they take `after: Int`, and whatever type an event has, the same subgraph can tell
 * its `sequence`. By subgraph and field; the value names the types that an event may have.
 */
export type ResumableFields = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** Reads them from a supergraph's SDL. */
export function findResumableFields(supergraphSdl: string): ResumableFields {
  const document = parse(supergraphSdl, { noLocation: true });
  const objects = new Map<string, ObjectTypeDefinitionNode>();
  const unions = new Map<string, readonly NamedTypeNode[]>();
  const graphNames = new Map<string, string>();
  let root = 'Subscription';
  for (const node of document.definitions) {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION) objects.set(node.name.value, node);
    else if (node.kind === Kind.UNION_TYPE_DEFINITION) unions.set(node.name.value, node.types ?? []);
    else if (node.kind === Kind.SCHEMA_DEFINITION) {
      root =
        node.operationTypes.find(({ operation }) => operation === OperationTypeNode.SUBSCRIPTION)?.type.name.value ??
        root;
    } else if (node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph') {
      for (const { name, directives } of node.values ?? []) {
        const subgraph = argument(directives?.[0], 'name');
        if (subgraph !== undefined) graphNames.set(name.value, subgraph);
      }
    }
  }
  const typesOf = (name: string): readonly string[] => {
    if (objects.has(name)) return [name];
    const members = unions.get(name);
    if (members !== undefined) return members.map(member => member.name.value);
    return [...objects.values()].flatMap(object =>
      object.interfaces?.some(each => each.name.value === name) ? [object.name.value] : [],
    );
  };

  const found = new Map<string, Map<string, readonly string[]>>();
  const subscription = objects.get(root);
  for (const field of subscription?.fields ?? []) {
    if (!field.arguments?.some(({ name, type }) => name.value === 'after' && named(type) === 'Int')) continue;
    const types = typesOf(named(field.type));
    for (const [graph, subgraph] of graphNames) {
      if (!isServedBy(graph, subscription!, field) || types.length === 0) continue;
      if (!types.every(type => hasSequence(graph, objects.get(type)))) continue;
      const fields = found.get(subgraph) ?? new Map<string, readonly string[]>();
      found.set(subgraph, fields.set(field.name.value, types));
    }
  }
  return found;
}

function hasSequence(graph: string, type: ObjectTypeDefinitionNode | undefined): boolean {
  const field = type?.fields?.find(({ name }) => name.value === 'sequence');
  return field !== undefined && named(field.type) === 'Int' && isServedBy(graph, type!, field);
}

/** A field without a `@join__field` is in every subgraph of its type. */
function isServedBy(graph: string, type: ObjectTypeDefinitionNode, field: FieldDefinitionNode): boolean {
  const graphsOf = (name: string, directives: readonly ConstDirectiveNode[] = []) =>
    directives.filter(each => each.name.value === name);
  const ofField = graphsOf('join__field', field.directives);
  if (ofField.length > 0) {
    return ofField.some(each => argument(each, 'graph') === graph && argument(each, 'external') !== 'true');
  }
  return graphsOf('join__type', type.directives).some(each => argument(each, 'graph') === graph);
}

function argument(directive: ConstDirectiveNode | undefined, name: string): string | undefined {
  const value = directive?.arguments?.find(each => each.name.value === name)?.value;
  if (value?.kind === Kind.ENUM || value?.kind === Kind.STRING) return value.value;
  return value?.kind === Kind.BOOLEAN ? String(value.value) : undefined;
}

/** The name of a type that is no list. */
function named(type: TypeNode): string {
  if (type.kind === Kind.NON_NULL_TYPE) return named(type.type);
  return type.kind === Kind.NAMED_TYPE ? type.name.value : '';
}
