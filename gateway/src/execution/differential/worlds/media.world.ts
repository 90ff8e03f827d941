import type { WorldDefinition } from '../world/world-definition.ts';

/** Interfaces and unions of entities and of values, in lists and in each other. */
export const media: WorldDefinition = {
  name: 'media',
  subgraphs: [
    {
      name: 'library',
      sdl: `
        type Query { search(text: String, kinds: [Kind!]): [Found] shelf: [Medium!] node(id: ID!): Node feed: [[Found]!] }
        enum Kind { BOOK FILM SONG }
        interface Node { id: ID! }
        interface Medium { id: ID! title: String creator: Creator similar(limit: Int): [Medium] }
        type Book implements Node & Medium @key(fields: "id") {
          id: ID! title: String creator: Creator similar(limit: Int): [Medium] pages: Int size: Paper
        }
        type Film implements Node & Medium @key(fields: "id") {
          id: ID! title: String creator: Creator similar(limit: Int): [Medium] minutes: Int! size: Screen
        }
        type Song implements Medium @key(fields: "id") {
          id: ID! title: String creator: Creator similar(limit: Int): [Medium] minutes: Int! lyrics: [String]
        }
        type Creator implements Node @key(fields: "id") { id: ID! name: String! works: [Medium!] }
        type Note { text: String about: Found }
        type Paper { width: Int height: Int }
        type Screen { width: Int inches: Float }
        union Found = Book | Film | Creator | Note
      `,
    },
    {
      name: 'ratings',
      sdl: `
        type Query { topRated: [Rated!]! }
        interface Rated { rating: Float votes: Int }
        type Book implements Rated @key(fields: "id") { id: ID! rating: Float votes: Int reviews: [Review!]! }
        type Film implements Rated @key(fields: "id") { id: ID! rating: Float votes: Int awards: [String!] }
        type Song @key(fields: "id") { id: ID! plays: Int }
        type Review { stars: Int! by: Creator subject: Rated }
        type Creator @key(fields: "id") { id: ID! followers: Int }
      `,
    },
    {
      name: 'shops',
      sdl: `
        type Film @key(fields: "id") { id: ID! offer: Offer }
        type Book @key(fields: "id") { id: ID! offer: Offer! }
        union Offer = Sale | Rental
        type Sale { price: Float! seller: String }
        type Rental { price: Float days: Int film: Film }
      `,
    },
  ],
};
