import type { WorldDefinition } from '../world/world-definition.ts';

/** Value types whose fields come from two subgraphs at one place, nested lists, every kind of leaf and of argument. */
export const values: WorldDefinition = {
  name: 'values',
  subgraphs: [
    {
      name: 'here',
      sdl: `
        scalar JSON
        scalar Long
        scalar DateTime
        type Query {
          settings: Settings @shareable
          echo(
            text: String = "dé\\"fault", number: Int, float: Float, flag: Boolean = true, id: ID, color: Color = RED,
            colors: [Color!], filter: Filter, filters: [[Filter]], json: JSON
          ): Echo
          matrix: [[Int]] grid: [[Cell!]]! cube: [[[String!]!]]
          things(where: Filter! = { limit: 3 }): [Thing]
        }
        enum Color { RED GREEN BLUE }
        input Filter { text: String = "none" limit: Int! = 10 colors: [Color] = [RED, BLUE] and: [Filter!] range: Range }
        input Range { from: Float to: Float! }
        type Settings @shareable { theme: Theme! list: [Entry] here: String entries: [[Entry!]!] }
        type Theme @shareable { name: String color: Color dark: Boolean }
        type Entry @shareable { key: String value: String deep: Entry }
        type Echo { text: String number: Int float: Float! json: JSON long: Long at: DateTime color: Color colors: [Color!]! again: Echo }
        type Cell { row: Int! column: Int! value: JSON thing: Thing }
        type Thing @key(fields: "id") {
          id: ID! profile: Profile @shareable profiles: [Profile!] @shareable text: String data: JSON long: Long floats: [Float!]
        }
        type Profile @shareable { name: String nick: String picture: Picture }
        type Picture @shareable { url: String size: Int }
      `,
    },
    {
      name: 'there',
      sdl: `
        scalar JSON
        type Query { settings: Settings @shareable things2: [[Thing!]] ping: String! }
        type Settings @shareable { theme: Theme! list: [Entry] there: String entries: [[Entry!]!] }
        type Theme @shareable { name: String contrast: Int }
        type Entry @shareable { key: String hint: String deep: Entry weight: Float }
        type Thing @key(fields: "id") {
          id: ID! profile: Profile @shareable profiles: [Profile!] @shareable json: JSON tags(prefix: String): [String]
        }
        type Profile @shareable { name: String age: Int picture: Picture }
        type Picture @shareable { url: String alt: String }
      `,
    },
  ],
};
