import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

export interface RandomOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** Writes operations with everything the language has: fragments, directives, aliases, merged fields, variables and defaults. */
export function createOperationWriter(schema: GraphQLSchema, random: () => number) {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  let definitions: Map<string, string>;
  let variables: Record<string, unknown>;
  let fragments: string[];

  function value(type: GraphQLInputType, depth: number): { literal: string; json: unknown } {
    if (isNonNullType(type)) return value(type.ofType, depth);
    if (random() < 0.08) return { literal: 'null', json: null };
    if (isListType(type)) {
      const items = Array.from({ length: Math.floor(random() * 3) }, () => value(type.ofType, depth + 1));
      return { literal: `[${items.map(({ literal }) => literal).join(', ')}]`, json: items.map(({ json }) => json) };
    }
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(() => random() < (depth > 2 ? 0.1 : 0.5));
      const given = fields.map(field => ({ name: field.name, ...value(field.type, depth + 1) }));
      return {
        literal: `{${given.map(({ name, literal }) => `${name}: ${literal}`).join(', ')}}`,
        json: Object.fromEntries(given.map(({ name, json }) => [name, json])),
      };
    }
    if (isEnumType(type)) {
      const { name } = pick(type.getValues());
      return { literal: name, json: name };
    }
    const scalars: Record<string, unknown> = { Int: Math.floor(random() * 9), Boolean: random() < 0.5 };
    const json = scalars[type.name] ?? pick(['a', 'b "quoted"', 'ž🐎']);
    return { literal: JSON.stringify(json), json };
  }

  function variable(type: GraphQLInputType, required: boolean): string {
    const name = `v${definitions.size}`;
    const hasDefault = random() < 0.4;
    const written = required && !hasDefault && !isNonNullType(type) ? `${String(type)}!` : String(type);
    const fallback = hasDefault ? ` = ${value(type, 0).literal}` : '';
    definitions.set(name, `$${name}: ${written}${fallback}`);
    // Now and then one that was not given, or is nonsense.
    if (random() < 0.85) variables[name] = random() < 0.03 ? { no: 'sense' } : value(type, 0).json;
    return `$${name}`;
  }

  function argument({ name, type, defaultValue }: GraphQLArgument): string | null {
    const isRequired = isNonNullType(type) && defaultValue === undefined;
    if (!isRequired && random() < 0.4) return null;
    return `${name}: ${random() < 0.4 ? variable(type, isRequired) : value(type, 0).literal}`;
  }

  function directives(): string {
    if (random() > 0.15) return '';
    const condition = random() < 0.3 ? String(random() < 0.5) : variable(schema.getType('Boolean') as never, true);
    return ` @${pick(['skip', 'include'])}(if: ${condition})`;
  }

  function selections(type: GraphQLNamedType, depth: number): string {
    const parts: string[] = [];
    const count = 1 + Math.floor(random() * 4);
    for (let index = 0; index < count; index += 1) parts.push(selection(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  function selection(type: GraphQLNamedType, depth: number): string {
    const roll = random();
    if (roll < 0.1) return `${random() < 0.3 ? 'kind: ' : ''}__typename${directives()}`;
    if (roll < 0.25 || !('getFields' in type)) return fragment(type, depth);
    const fields = Object.values(type.getFields()).filter(
      field => depth < 4 || isLeafType(getNamedType(field.type)),
    ) as ReturnType<Extract<GraphQLNamedType, { getFields(): unknown }>['getFields']>[string][];
    const candidates = fields.filter(({ name }) => !name.startsWith('_'));
    if (candidates.length === 0) return '__typename';
    const field = pick(candidates);
    const given = 'args' in field ? field.args.map(argument).filter(text => text !== null) : [];
    const named = getNamedType(field.type);
    const alias =
      given.length > 0 || random() < 0.2
        ? `${pick(['a', 'b', 'c', '__proto__', 'then'])}${Math.floor(random() * 99)}: `
        : '';
    const below = isLeafType(named) ? '' : ` ${selections(named, depth + 1)}`;
    return `${alias}${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${directives()}${below}`;
  }

  function fragment(type: GraphQLNamedType, depth: number): string {
    const related: readonly GraphQLNamedType[] = isAbstractType(type)
      ? [type, ...schema.getPossibleTypes(type)]
      : isObjectType(type)
        ? [type, ...type.getInterfaces()]
        : [type];
    const on = pick(related);
    if (depth > 5) return '__typename';
    if (random() < 0.5)
      return `...${random() < 0.7 ? ` on ${on.name}` : ''}${directives()} ${selections(on, depth + 1)}`.replace(
        /^\.\.\.( @\S+ ?\S*\))? \{/,
        match => (on === type ? match : `... on ${on.name}${match.slice(3)}`),
      );
    const name = `F${fragments.length}`;
    fragments.push('');
    const index = fragments.length - 1;
    fragments[index] = `fragment ${name} on ${on.name} ${selections(on, depth + 1)}`;
    return `...${name}${directives()}${random() < 0.2 ? ` ...${name}` : ''}`;
  }

  return (kind: 'query' | 'mutation' | 'subscription'): RandomOperation => {
    definitions = new Map();
    variables = {};
    fragments = [];
    const root =
      kind === 'query'
        ? schema.getQueryType()
        : kind === 'mutation'
          ? schema.getMutationType()
          : schema.getSubscriptionType();
    const body = selections(root!, 0);
    const declared = definitions.size > 0 ? `(${[...definitions.values()].join(', ')})` : '';
    return { query: [`${kind} Q${declared} ${body}`, ...fragments].join('\n'), variables };
  };
}
