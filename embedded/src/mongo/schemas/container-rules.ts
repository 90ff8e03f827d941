import { isDocument } from '../values/bson-type.ts';
import { encodeKey } from '../values/key-encoding.ts';
import { documentOperand, patternOperand, stringListOperand } from './schema-operands.ts';
import { failure, ruleFor, type SchemaKeyword, type SchemaRule } from './schema-rule.ts';
import type { Document } from 'bson';

/** The rule of a keyword about what a document or an array holds; undefined for other keywords. */
export function containerRule(keyword: SchemaKeyword): SchemaRule | undefined {
  const { operand, schema } = keyword;
  switch (keyword.keyword) {
    case 'required':
      return requiredRule(keyword);
    case 'properties':
      return propertiesRule(keyword);
    case 'additionalProperties':
      return additionalRule(keyword);
    case 'patternProperties':
      // Together with additionalProperties, that rule covers both.
      return 'additionalProperties' in schema ? undefined : additionalRule(keyword);
    case 'dependencies':
      return dependenciesRule(keyword);
    case 'items':
      return itemsRule(keyword);
    case 'uniqueItems': {
      const isArray = (value: unknown): value is unknown[] => Array.isArray(value);
      const isUnique = (items: unknown[]): boolean => new Set(items.map(item => encodeKey(item))).size === items.length;
      return operand === true ? ruleFor(keyword, isArray, isUnique, 'found a duplicate item') : undefined;
    }
    default:
      return undefined;
  }
}

function requiredRule(keyword: SchemaKeyword): SchemaRule {
  const names = stringListOperand(keyword);
  return value => {
    if (!isDocument(value)) return undefined;
    const missingProperties = names.filter(name => !Object.hasOwn(value, name));
    return missingProperties.length > 0 ? failure(keyword, { missingProperties }) : undefined;
  };
}

function propertiesRule(keyword: SchemaKeyword): SchemaRule {
  const properties = Object.entries(documentOperand(keyword)).map(([name, schema]) => ({
    name,
    schema: keyword.compile(schema),
  }));
  return value => {
    if (!isDocument(value)) return undefined;
    const propertiesNotSatisfied = properties.flatMap(({ name, schema }) => {
      if (!Object.hasOwn(value, name)) return [];
      const details = schema.violations(value[name]);
      return details.length > 0 ? [{ propertyName: name, details }] : [];
    });
    return propertiesNotSatisfied.length > 0 ? { operatorName: 'properties', propertiesNotSatisfied } : undefined;
  };
}

/** `patternProperties` with `additionalProperties`, which concerns the properties neither names. */
function additionalRule(keyword: SchemaKeyword): SchemaRule {
  const { schema, compile } = keyword;
  const named = new Set(Object.keys(isDocument(schema['properties']) ? schema['properties'] : {}));
  const byPattern = documentOperand({ keyword: 'patternProperties', operand: schema['patternProperties'] ?? {} });
  const patterns = Object.entries(byPattern).map(([source, inner]) => ({
    expression: patternOperand({ keyword: 'patternProperties', operand: source }),
    schema: compile(inner),
  }));
  const additional: unknown = schema['additionalProperties'];
  const additionalSchema = isDocument(additional) ? compile(additional) : undefined;
  return value => {
    if (!isDocument(value)) return undefined;
    const refused = Object.keys(value).filter(name => {
      const matching = patterns.filter(({ expression }) => expression.test(name));
      if (matching.some(({ schema: inner }) => !inner.accepts(value[name]))) return true;
      if (matching.length > 0 || named.has(name)) return false;
      return additional === false || additionalSchema?.accepts(value[name]) === false;
    });
    return refused.length > 0 ? failure(keyword, { additionalProperties: refused }) : undefined;
  };
}

function itemsRule(keyword: SchemaKeyword): SchemaRule {
  const { operand, schema, compile } = keyword;
  const additional: unknown = schema['additionalItems'];
  const each = Array.isArray(operand) ? undefined : compile(operand);
  const positional = Array.isArray(operand) ? operand.map(compile) : [];
  const rest = isDocument(additional) ? compile(additional) : undefined;
  return value => {
    if (!Array.isArray(value)) return undefined;
    const itemIndex = value.findIndex((item, position) => {
      if (!each && position >= positional.length && additional === false) return true;
      const itemSchema = each ?? positional[position] ?? rest;
      return itemSchema !== undefined && !itemSchema.accepts(item);
    });
    if (itemIndex === -1) return undefined;
    return { operatorName: 'items', reason: 'At least one item did not match the sub-schema', itemIndex };
  };
}

function dependenciesRule(keyword: SchemaKeyword): SchemaRule {
  const dependencies = Object.entries(documentOperand(keyword)).map(([name, dependency]) => {
    const accepts = Array.isArray(dependency)
      ? (value: Document): boolean => dependency.every(other => Object.hasOwn(value, String(other)))
      : keyword.compile(dependency).accepts;
    return { name, accepts };
  });
  return value => {
    if (!isDocument(value)) return undefined;
    const failed = dependencies.find(({ name, accepts }) => Object.hasOwn(value, name) && !accepts(value));
    return failed ? { operatorName: 'dependencies', failingDependencies: [failed.name] } : undefined;
  };
}
