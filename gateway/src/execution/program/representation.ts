import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { toLatin1Json } from '@polyphony/platform/text';
import type { Position } from './position.ts';
import { isOfType } from './selected-fields.ts';
import { isObjectValue, nameOf, type ObjectValue, type Value } from './value.ts';

const typenameKey = '__typename';

/** The fields that identify an entity of one type, as JSON text and slots in turns. */
export interface Template {
  /** `"name":`, and the value where it is always the same. */
  readonly literals: readonly string[];
  /** -1 where the literal says it all. */
  readonly slots: readonly number[];
  readonly children: readonly (RepresentationWriter | null)[];
  /** The plan's alternatives, as indexes of fields: one of which the object lacks a field is left out. */
  readonly alternatives: readonly ReadonlySet<number>[];
  /** JSON text of the type's name as the subgraph is told it. */
  readonly typename: string;
  /** The slot of the first field that differs between entities; -1 where some field is no plain leaf. */
  readonly leadingSlot: number;
  /** Equal for templates that write the same of objects whose slots hold the same. */
  readonly signature: string;
}

/** An object whose representation was written. */
export interface WrittenRepresentation {
  readonly template: Template;
  readonly object: ObjectValue;
  /** Of the representation in the list that the subgraph gets. */
  readonly index: number;
}

/** Writes the representations by which a subgraph finds entities: what a plan's `requires` takes from an object. */
export class RepresentationWriter {
  private readonly byTypename = new Map<string, Template>();
  private readonly typenameSlot: number;
  private lastTypename = '';
  private lastTemplate: Template | null = null;

  constructor(
    private readonly position: Position,
    private readonly requires: readonly QueryPlanSelectionNode[],
    private readonly schema: GraphQLSchema,
    private readonly rewrites: readonly FetchDataRewrite[] = [],
    private readonly isEntity = true,
  ) {
    this.typenameSlot = position.slot(typenameKey);
  }

  /** How an object is written; null when it does not tell its type. */
  templateOf(object: ObjectValue): Template | null {
    const typename = object[this.typenameSlot];
    if (typeof typename === 'string') {
      if (typename === this.lastTypename) return this.lastTemplate;
      this.lastTypename = typename;
      return (this.lastTemplate = this.template(typename));
    }
    return this.isEntity ? null : this.template('""');
  }

  /** JSON text; null when the object lacks something that is required, undefined when nothing is asked about objects of its type. */
  write(object: ObjectValue, template = this.templateOf(object)): string | null | undefined {
    if (template === null) return null;
    const { literals, slots, children, alternatives } = template;
    if (slots.length === 0) return this.isEntity ? undefined : '{}';
    let text = '';
    for (let index = 0; index < slots.length; index++) {
      const slot = slots[index]!;
      const value = slot < 0 ? null : object[slot];
      if (value === undefined) return alternatives.length > 1 ? writeAlternatives(template, object) : null;
      const child = children[index]!;
      text += (index === 0 ? '{' : ',') + literals[index]!;
      if (slot >= 0) text += child === null ? leafOrList(value) : writeNested(child, value);
    }
    return `${text}}`;
  }

  private template(rawTypename: string): Template {
    let template = this.byTypename.get(rawTypename);
    if (template === undefined) {
      const typename = nameOf(rawTypename);
      template = this.makeTemplate(typename);
      // Subgraphs could make names up without end.
      if (typename === '' || this.schema.getType(typename) !== undefined) this.byTypename.set(rawTypename, template);
    }
    return template;
  }

  private makeTemplate(typename: string): Template {
    let told = typename;
    for (const rewrite of this.rewrites) {
      if (rewrite.kind !== 'ValueSetter' || rewrite.path.at(-1) !== typenameKey) continue;
      const conditions = rewrite.path.slice(0, -1).map(part => part.slice('... on '.length));
      if (conditions.every(condition => isOfType(this.schema, told, condition))) told = String(rewrite.setValueTo);
    }
    const fields = new Map<string, QueryPlanSelectionNode[] | null>();
    const alternatives: Set<string>[] = [];
    const add = (selections: readonly QueryPlanSelectionNode[], alternative: Set<string>): void => {
      for (const selection of selections) {
        if (selection.kind === 'InlineFragment') {
          const { typeCondition } = selection;
          if (typeCondition !== undefined && !isOfType(this.schema, typename, typeCondition)) continue;
          const inner = this.isEntity ? new Set<string>() : alternative;
          add(selection.selections, inner);
          if (inner !== alternative) alternatives.push(inner);
          continue;
        }
        const key = selection.alias ?? selection.name;
        alternative.add(key);
        if (selection.selections === undefined) fields.set(key, null);
        else fields.set(key, [...(fields.get(key) ?? []), ...selection.selections]);
      }
    };
    const common = new Set<string>();
    add(this.requires, common);
    if (common.size > 0) alternatives.push(common);
    const keys = [...fields.keys()];
    const literals: string[] = [];
    const slots: number[] = [];
    const children: (RepresentationWriter | null)[] = [];
    for (const [key, selections] of fields) {
      const literal = `${toLatin1Json(key)}:`;
      const isRewritten = key === typenameKey && told !== typename;
      literals.push(isRewritten ? literal + toLatin1Json(told) : literal);
      slots.push(isRewritten ? -1 : this.position.slot(key));
      children.push(
        selections === null
          ? null
          : new RepresentationWriter(this.position.child(key), selections, this.schema, [], false),
      );
    }
    return {
      literals,
      slots,
      children,
      alternatives: alternatives.map(names => new Set([...names].map(name => keys.indexOf(name)))),
      typename: toLatin1Json(told),
      leadingSlot: children.every(child => child === null)
        ? (slots.find((slot, index) => slot >= 0 && keys[index] !== typenameKey) ?? -1)
        : -1,
      signature: literals.join(),
    };
  }
}

/** Whether two objects are the same entity, which need not be found out where it cannot be told by comparing slots. */
export function isSameEntity(written: WrittenRepresentation, object: ObjectValue, template: Template): boolean {
  const { slots, signature } = written.template;
  if (signature !== template.signature) return false;
  for (let index = 0; index < slots.length; index++) {
    const slot = template.slots[index]!;
    if (slot >= 0 && object[slot] !== written.object[slots[index]!]) return false;
  }
  return true;
}

/** What those alternatives ask of which the object has all fields. */
function writeAlternatives({ literals, slots, children, alternatives }: Template, object: ObjectValue): string | null {
  const isKnown = (index: number) => slots[index]! < 0 || object[slots[index]!] !== undefined;
  const complete = alternatives.filter(fields => [...fields].every(isKnown));
  const indexes = literals.flatMap((_literal, index) => (complete.some(fields => fields.has(index)) ? [index] : []));
  if (indexes.length === 0) return null;
  const parts = indexes.map(index => {
    const slot = slots[index]!;
    if (slot < 0) return literals[index]!;
    const child = children[index]!;
    return literals[index]! + (child === null ? leafOrList(object[slot]) : writeNested(child, object[slot]));
  });
  return `{${parts.join(',')}}`;
}

function leafOrList(value: Value): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(leafOrList).join(',')}]`;
  return String(value);
}

function writeNested(writer: RepresentationWriter, value: Value): string {
  if (value === null || value === undefined || !Array.isArray(value)) return 'null';
  if (!isObjectValue(value)) return `[${value.map(element => writeNested(writer, element)).join(',')}]`;
  return writer.write(value) ?? 'null';
}
