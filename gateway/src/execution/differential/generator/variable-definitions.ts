import { isNonNullType, type GraphQLInputType } from 'graphql';
import type { Random } from '../random.ts';
import { inputValue, toJson, toLiteral } from './input-values.ts';

/** The variables that an operation comes to use while it is generated. */
export class VariableDefinitions {
  private readonly definitions: string[] = [];
  private readonly byType = new Map<string, string[]>();
  readonly values: Record<string, unknown> = {};

  constructor(private readonly random: Random) {}

  /** A variable for an input of a type: one there already, or a new one, given, left out or null as its type allows. */
  use(type: GraphQLInputType, hasDefault: boolean): string {
    const { random } = this;
    const known = this.byType.get(String(type));
    if (known !== undefined && random.chance(0.4)) return `$${random.pick(known)}`;
    const name = `v${this.definitions.length}`;
    const isRequired = isNonNullType(type);
    // A variable that may be null can fill a place that must not be, where either of them has a default.
    const nullableType = isNonNullType(type) ? type.ofType : type;
    const ownDefault = random.chance(0.35) ? inputValue(nullableType, random) : undefined;
    const hasOwnDefault = ownDefault !== undefined && ownDefault !== null;
    const loosened = isRequired && (hasOwnDefault || hasDefault) && random.chance(0.6);
    const declared = loosened ? nullableType : type;
    let definition = `$${name}: ${String(declared)}`;
    if (hasOwnDefault) definition += ` = ${toLiteral(ownDefault)}`;
    this.definitions.push(definition);
    this.byType.set(String(declared), [...(this.byType.get(String(declared)) ?? []), name]);
    const mayBeLeftOut = hasOwnDefault || !isNonNullType(declared);
    if (!mayBeLeftOut || random.chance(0.7)) {
      // Null where a value is needed is allowed by validation, and fails when it is executed.
      const value = inputValue(loosened ? type : declared, random);
      this.values[name] = toJson(value);
    }
    return `$${name}`;
  }

  /** A variable of exactly this definition and value. */
  useBoolean(): string {
    const { random } = this;
    const known = this.byType.get('Boolean!');
    if (known !== undefined && random.chance(0.6)) return `$${random.pick(known)}`;
    const name = `v${this.definitions.length}`;
    const withDefault = random.chance(0.3);
    this.definitions.push(`$${name}: Boolean${withDefault ? ` = ${random.chance(0.5)}` : '!'}`);
    if (!withDefault) this.byType.set('Boolean!', [...(known ?? []), name]);
    if (!withDefault || random.chance(0.5)) this.values[name] = random.chance(0.5);
    return `$${name}`;
  }

  toString(): string {
    return this.definitions.length === 0 ? '' : `(${this.definitions.join(', ')})`;
  }
}
