import type { WorldDefinition } from '../world/world-definition.ts';

/** Mutations of several subgraphs in one operation, which must be executed one after the other. */
export const mutations: WorldDefinition = {
  name: 'mutations',
  subgraphs: [
    {
      name: 'orders',
      sdl: `
        type Query { orders: [Order!] }
        type Mutation {
          placeOrder(input: OrderInput!): PlacedOrder
          cancelOrder(id: ID!, reason: String = "none"): Order
          countOrders: Int!
        }
        input OrderInput { lines: [LineInput!]! note: String coupon: ID = "none" }
        input LineInput { sku: ID! quantity: Int! = 1 }
        type PlacedOrder { sequence: Int order: Order customer: Customer text: String }
        type Order @key(fields: "id") { id: ID! total: Float customer: Customer! }
        type Customer @key(fields: "id") { id: ID! orders: [Order!] }
      `,
    },
    {
      name: 'customers',
      sdl: `
        type Query { customer(id: ID!): Customer }
        type Mutation { rename(id: ID!, name: String): Customer! register(names: [String!]!): [Customer] }
        type Customer @key(fields: "id") { id: ID! name: String since: Int }
      `,
    },
    {
      name: 'payments',
      sdl: `
        type Mutation { pay(order: ID!, amount: Float): Receipt }
        type Receipt { number: Int! order: Order! }
        type Order @key(fields: "id") { id: ID! paid: Boolean receipts: [Receipt!] }
      `,
    },
  ],
};
