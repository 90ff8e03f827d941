import { fromLatin1, toLatin1Json } from '@polyphony/platform/text';
import type { FetchOperation } from '../program/fetch-operation.ts';
import type { Representations } from './representations.ts';

/** JSON texts of variables that come from objects further up. */
export type ContextValues = readonly (readonly [variable: string, value: string | undefined])[];

/** From what the variables of one request are taken. */
export interface VariableSources {
  /** The client's. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly asked: readonly Representations[];
  readonly contextValues: ContextValues;
}

/** The variables of a request as JSON text, without the braces around them. */
export function writeVariables(
  operation: FetchOperation,
  { variables, asked, contextValues }: VariableSources,
): string {
  let text = '';
  for (const [name, value] of contextValues) {
    if (value !== undefined) text += `${text === '' ? '' : ','}"${name}":${value}`;
  }
  for (const { name, clientName } of operation.variables) {
    const value = Object.hasOwn(variables, clientName) ? variables[clientName] : undefined;
    if (value !== undefined) text += `${text === '' ? '' : ','}"${name}":${toLatin1Json(value)}`;
  }
  for (let part = 0; part < asked.length; part++) {
    text += `${text === '' ? '' : ','}"${operation.parts[part]!.variable}":[${asked[part]!.text}]`;
  }
  return text;
}

/** The variables of a request as values. */
export function readVariables(
  operation: FetchOperation,
  { variables, asked, contextValues }: VariableSources,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of contextValues) {
    if (value !== undefined) values[name] = JSON.parse(fromLatin1(value));
  }
  for (const { name, clientName } of operation.variables) {
    const value = Object.hasOwn(variables, clientName) ? variables[clientName] : undefined;
    if (value !== undefined) values[name] = value;
  }
  for (const [part, { text }] of asked.entries()) {
    values[operation.parts[part]!.variable] = JSON.parse(fromLatin1(`[${text}]`));
  }
  return values;
}
