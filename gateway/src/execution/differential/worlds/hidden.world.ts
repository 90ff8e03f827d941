import type { WorldDefinition } from '../world/world-definition.ts';

/** What clients must not see: fields, arguments, values of enums, types and input fields with `@inaccessible`. */
export const hidden: WorldDefinition = {
  name: 'hidden',
  subgraphs: [
    {
      name: 'files',
      sdl: `
        type Query {
          files: [File] drives: [Drive!] anything: [Anything] entry: Entry
          secrets: [Secret] @inaccessible
        }
        enum Level { PUBLIC INTERNAL SECRET @inaccessible }
        interface Entry { name: String level: Level }
        type File implements Entry @key(fields: "id") {
          id: ID! name: String level: Level levels: [Level] sureLevel: Level! path(internal: Boolean @inaccessible, absolute: Boolean): String
          hash: String @inaccessible owner: Secret @inaccessible holder: Drive
        }
        type Folder implements Entry { name: String level: Level children: [Entry] }
        type Vault implements Entry @inaccessible { name: String level: Level }
        type Drive @key(fields: "serial") { serial: String! @inaccessible label: String root: Entry contents: [Anything!] }
        type Secret @key(fields: "id") @inaccessible { id: ID! text: String }
        union Anything = File | Drive | Secret
      `,
    },
    {
      name: 'audits',
      sdl: `
        type Query { audits: [Audit] }
        type Audit { at: Int file: File drive: Drive }
        type File @key(fields: "id") { id: ID! hash: String @external verified: String @requires(fields: "hash") audits: [Audit!] }
        type Drive @key(fields: "serial") { serial: String! @inaccessible health: Float }
      `,
    },
  ],
};
