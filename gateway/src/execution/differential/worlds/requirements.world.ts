import type { WorldDefinition } from '../world/world-definition.ts';

/** `@requires` flat, nested, through lists and abstract types, and of fields that require others; `@override`. */
export const requirements: WorldDefinition = {
  name: 'requirements',
  subgraphs: [
    {
      name: 'parcels',
      sdl: `
        type Query { parcels: [Parcel] parcel(id: ID!): Parcel }
        type Parcel @key(fields: "id") {
          id: ID!
          size: Size
          sender: Person!
          recipient: Person
          contents: [Content!]
          label: Label
          legacyStatus: String
          status: String
        }
        type Size { width: Int! height: Int depth: Int }
        type Content { name: String quantity: Int! }
        union Label = PaperLabel | RadioLabel
        type PaperLabel { text: String paper: String }
        type RadioLabel { code: ID! range: Float }
        type Person @key(fields: "id") { id: ID! name: String }
      `,
    },
    {
      name: 'people',
      sdl: `
        type Query { people: [Person!] }
        type Person @key(fields: "id") { id: ID! email: String age: Int friends: [Person!] parcels: [Parcel] }
        type Parcel @key(fields: "id") { id: ID! }
      `,
    },
    {
      name: 'shipping',
      sdl: `
        type Parcel @key(fields: "id") {
          id: ID!
          size: Size @external
          sender: Person! @external
          contents: [Content!] @external
          label: Label @external
          volume: Int @requires(fields: "size { width height depth }")
          route: [String!]! @requires(fields: "sender { email }")
          weight: Float @requires(fields: "contents { name quantity }")
          scan: Boolean @requires(fields: "label { ... on PaperLabel { text } ... on RadioLabel { code } }")
          status: String @override(from: "parcels")
          carrier: Carrier
        }
        type Size { width: Int! @external height: Int @external depth: Int @external }
        type Content { name: String @external quantity: Int! @external }
        union Label = PaperLabel | RadioLabel
        type PaperLabel { text: String @external }
        type RadioLabel { code: ID! @external }
        type Person @key(fields: "id") { id: ID! email: String @external }
        type Carrier @key(fields: "id") { id: ID! title: String! }
      `,
    },
    {
      name: 'invoices',
      sdl: `
        type Parcel @key(fields: "id") {
          id: ID!
          volume: Int @external
          weight: Float @external
          cost: Float @requires(fields: "volume weight")
          invoice: Invoice
        }
        type Invoice @key(fields: "id") { id: ID! total: Float payer: Person }
        type Person @key(fields: "id") { id: ID! age: Int @external discount: Float @requires(fields: "age") }
        type Carrier @key(fields: "id") { id: ID! invoices: [Invoice] }
      `,
    },
  ],
};
