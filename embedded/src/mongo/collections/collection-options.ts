import { MongoError } from '../errors/mongo-error.ts';
import { compileFilter } from '../queries/filter.ts';
import { isDocument } from '../values/bson-type.ts';
import { parseCollation, type Collation } from '../values/collation.ts';
import { optionNumber } from '../values/numbers.ts';
import { compileSchema } from '../schemas/json-schema.ts';
import type { Document } from 'bson';

/** The options of a collection that change how it behaves. */
export interface CollectionOptions {
  /** As `listCollections` shows them. */
  readonly specification: Document;
  readonly capped: { readonly bytes: number; readonly documents: number } | undefined;
  readonly collation: Collation | undefined;
  /** Whether change streams can show documents before and after a change. */
  readonly recordsImages: boolean;
  /** What is wrong with a document, or undefined when the validator accepts it. */
  readonly validate: ((document: Document, previous: Document | undefined) => Document | undefined) | undefined;
}

/** Options of `create` and `collMod` this engine stores; unsupported kinds of collection are refused. */
const storedOptions = [
  'capped',
  'size',
  'max',
  'validator',
  'validationLevel',
  'validationAction',
  'collation',
  'changeStreamPreAndPostImages',
];
const unsupportedOptions: Record<string, string> = {
  timeseries: 'Time series collections are',
  viewOn: 'Views are',
  clusteredIndex: 'Clustered indexes are',
  encryptedFields: 'Encrypted collections are',
};

/** Reads the options of a `create` command, or stored ones. */
export function parseCollectionOptions(command: Document): CollectionOptions {
  for (const [option, what] of Object.entries(unsupportedOptions)) {
    if (command[option] !== undefined)
      throw new MongoError('CommandNotSupported', `${what} not supported by the development engine`);
  }
  const specification = Object.fromEntries(
    storedOptions.filter(option => command[option] !== undefined).map(option => [option, command[option]]),
  );
  const collation = parseCollation(command['collation']);
  if (collation) specification['collation'] = collation.specification;
  const bytes = optionNumber(command['size'], 'size', 0);
  if (command['capped'] === true && bytes <= 0)
    throw new MongoError('InvalidOptions', "the 'size' field is required when 'capped' is true");
  const images: unknown = command['changeStreamPreAndPostImages'];
  return {
    specification,
    capped:
      command['capped'] === true ? { bytes, documents: optionNumber(command['max'], 'max', 0) || Infinity } : undefined,
    collation,
    recordsImages: isDocument(images) && images['enabled'] === true,
    validate: compileValidator(specification, collation),
  };
}

function compileValidator(options: Document, collation: Collation | undefined): CollectionOptions['validate'] {
  const validator: unknown = options['validator'];
  if (!isDocument(validator) || Object.keys(validator).length === 0) return undefined;
  const level: unknown = options['validationLevel'] ?? 'strict';
  const action: unknown = options['validationAction'] ?? 'error';
  if (!['off', 'strict', 'moderate'].includes(String(level)))
    throw new MongoError(
      'BadValue',
      `Enumeration value '${String(level)}' for field 'validationLevel' is not a valid value.`,
    );
  if (!['error', 'warn', 'errorAndLog'].includes(String(action)))
    throw new MongoError(
      'BadValue',
      `Enumeration value '${String(action)}' for field 'validationAction' is not a valid value.`,
    );
  const filter = compileFilter(validator, { collation });
  const schema = validator['$jsonSchema'] === undefined ? undefined : compileSchema(validator['$jsonSchema']);
  if (level === 'off' || action === 'warn') return undefined;
  return (document, previous) => {
    if (filter.test(document)) return undefined;
    // Moderate validation lets documents be changed that were not valid before.
    if (level === 'moderate' && previous && !filter.test(previous)) return undefined;
    const schemaRulesNotSatisfied = schema?.violations(document) ?? [];
    return {
      failingDocumentId: document['_id'],
      details:
        schemaRulesNotSatisfied.length > 0
          ? { operatorName: '$jsonSchema', schemaRulesNotSatisfied }
          : { operatorName: 'validator', specifiedAs: validator },
    };
  };
}
