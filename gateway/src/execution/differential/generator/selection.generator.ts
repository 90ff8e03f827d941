import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { Random } from '../random.ts';
import { inputValue, toLiteral } from './input-values.ts';
import { fits, pickResponseName, type ResponseScope } from './response-names.ts';
import type { VariableDefinitions } from './variable-definitions.ts';

/** Generates the selections of one operation, within a budget of fields. */
export class SelectionGenerator {
  /** Texts of named fragments, by name. */
  readonly fragments = new Map<string, { on: string; text: string }>();
  private budget: number;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: Random,
    private readonly variables: VariableDefinitions,
    budget: number,
  ) {
    this.budget = budget;
  }

  /** Selections in braces. `depth` counts down the objects below; fragments count less. */
  selectionSet(type: GraphQLCompositeType, scope: ResponseScope, depth: number, atRoot = false): string {
    const { random } = this;
    const parts: string[] = [];
    const count = 1 + random.integer(atRoot ? 3 : 4);
    for (let index = 0; index < count && (this.budget > 0 || parts.length === 0); index++) {
      const part = this.selection(type, scope, depth, atRoot);
      if (part !== undefined) parts.push(part);
    }
    if (!atRoot && random.chance(0.15)) parts.splice(random.integer(parts.length + 1), 0, this.typename(scope));
    if (parts.length === 0) parts.push(atRoot ? '__typename' : this.typename(scope));
    return `{ ${parts.join(' ')} }`;
  }

  private selection(type: GraphQLCompositeType, scope: ResponseScope, depth: number, atRoot: boolean) {
    const { random } = this;
    const fragmentChance = isAbstractType(type) ? 0.55 : 0.18;
    if (depth > 0 && random.chance(fragmentChance)) return this.fragment(type, scope, depth - 0.5, atRoot);
    return this.field(type, scope, depth);
  }

  private field(type: GraphQLCompositeType, scope: ResponseScope, depth: number): string | undefined {
    const { random } = this;
    if (!('getFields' in type)) return this.typename(scope);
    const all = Object.values(type.getFields());
    const possible = all.filter(field => depth > 1 || isLeafType(getNamedType(field.type)));
    if (possible.length === 0) return this.typename(scope);
    // Fields that lead on are what plans are about.
    const leading = possible.filter(field => isCompositeType(getNamedType(field.type)));
    const field = leading.length > 0 && random.chance(0.45) ? random.pick(leading) : random.pick(possible);
    if (scope.size > 0 && random.chance(0.12)) {
      const again = this.repeated(type, scope, depth);
      if (again !== undefined) return again;
    }
    const call = `${field.name}${this.arguments(field)}`;
    const responseName = pickResponseName(
      random,
      field.name,
      all.map(({ name }) => name),
    );
    return (
      this.write(type, field, call, responseName, scope, depth) ??
      this.write(type, field, call, `f${scope.size}`, scope, depth)
    );
  }

  private write(
    parent: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    call: string,
    responseName: string,
    scope: ResponseScope,
    depth: number,
  ): string | undefined {
    const selected = { call, parentType: parent.name, type: wrapping(field.type) };
    if (!fits(scope, responseName, selected)) return undefined;
    const children: ResponseScope = scope.get(responseName)?.children ?? new Map();
    scope.set(responseName, { ...selected, children });
    this.budget--;
    const alias = responseName === field.name ? '' : `${responseName}: `;
    const named = getNamedType(field.type);
    const rest = isCompositeType(named) ? ` ${this.selectionSet(named, children, depth - 1)}` : '';
    return `${alias}${call}${this.directives(0.08)}${rest}`;
  }

  /** A field that is selected already, once more, with its own selections to merge. */
  private repeated(type: GraphQLCompositeType, scope: ResponseScope, depth: number): string | undefined {
    const [responseName, selected] = this.random.pick([...scope]);
    if (selected.parentType !== type.name || !('getFields' in type)) return undefined;
    const field = type.getFields()[/^\w+/.exec(selected.call)?.[0] ?? ''];
    if (field === undefined || depth < 1) return undefined;
    return this.write(type, field, selected.call, responseName, scope, depth);
  }

  private typename(scope: ResponseScope): string {
    const selected = { call: '__typename', parentType: '', type: 'String!' };
    const responseName = this.random.chance(0.75) ? '__typename' : this.random.pick(['kind', 'type', 'name', 'id']);
    const name = fits(scope, responseName, selected) ? responseName : '__typename';
    scope.set(name, { ...selected, children: new Map() });
    return `${name === '__typename' ? '' : `${name}: `}__typename${this.directives(0.05)}`;
  }

  private fragment(type: GraphQLCompositeType, scope: ResponseScope, depth: number, atRoot: boolean): string {
    const { random } = this;
    if (this.fragments.size > 0 && random.chance(0.15)) {
      const [name, { on }] = random.pick([...this.fragments]);
      const condition = this.schema.getType(on);
      if (isCompositeType(condition) && this.overlaps(type, condition)) return `...${name}${this.directives(0.1)}`;
    }
    const condition = atRoot ? type : this.condition(type);
    const text = this.selectionSet(condition, scope, depth, atRoot);
    if (!atRoot && random.chance(0.3)) {
      const name = `F${this.fragments.size}`;
      this.fragments.set(name, { on: condition.name, text });
      return `...${name}${this.directives(0.12)}`;
    }
    const bare = condition === type && random.chance(0.3);
    return `...${bare ? '' : ` on ${condition.name}`}${this.directives(0.15)} ${text}`;
  }

  /** A type condition that some object of the type may satisfy. */
  private condition(type: GraphQLCompositeType): GraphQLCompositeType {
    const { random, schema } = this;
    if (isAbstractType(type) && random.chance(0.75)) return random.pick(schema.getPossibleTypes(type));
    const candidates = Object.values(schema.getTypeMap()).filter(
      (candidate): candidate is GraphQLCompositeType =>
        isCompositeType(candidate) && !candidate.name.startsWith('__') && this.overlaps(type, candidate),
    );
    return random.pick(candidates);
  }

  private overlaps(one: GraphQLCompositeType, other: GraphQLCompositeType): boolean {
    const types = (type: GraphQLCompositeType) =>
      isObjectType(type)
        ? [type]
        : isInterfaceType(type) || isAbstractType(type)
          ? this.schema.getPossibleTypes(type)
          : [];
    const others = new Set(types(other));
    return types(one).some(type => others.has(type));
  }

  private arguments(field: GraphQLField<unknown, unknown>): string {
    const { random } = this;
    const texts = field.args
      .filter(argument => isRequiredArgument(argument) || random.chance(0.5))
      .map(argument => {
        const text = random.chance(0.5)
          ? this.variables.use(argument.type, argument.defaultValue !== undefined)
          : toLiteral(inputValue(argument.type, random));
        return `${argument.name}: ${text}`;
      });
    return texts.length === 0 ? '' : `(${random.shuffle(texts).join(', ')})`;
  }

  private directives(chance: number): string {
    const { random } = this;
    if (!random.chance(chance)) return '';
    const one = (name: string) =>
      ` @${name}(if: ${random.chance(0.6) ? this.variables.useBoolean() : random.chance(0.5)})`;
    if (random.chance(0.15)) return one('skip') + one('include');
    return one(random.pick(['skip', 'include']));
  }
}

/** What two fields of one response name must have in common: their lists and nulls, and the type where it is a leaf. */
function wrapping(type: GraphQLOutputType): string {
  if (isNonNullType(type)) return `${wrapping(type.ofType as GraphQLOutputType)}!`;
  if (isListType(type)) return `[${wrapping(type.ofType)}]`;
  const named = getNamedType(type);
  return isLeafType(named) ? named.name : '{}';
}
