import { randomBytes } from 'node:crypto';
import {
  createPolyphonyClient,
  LoginDocument,
  RegisterDocument,
  StartConversationDocument,
  type PolyphonyClient,
  type Tokens,
} from '@polyphony/sdk';

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly password: string;
  readonly tokens: Tokens;
  readonly client: PolyphonyClient;
}

/** Registers a new account and answers a client that is logged in as it. */
export async function createAccount(url: string): Promise<Account> {
  const username = `user-${randomBytes(6).toString('hex')}`;
  const password = randomBytes(18).toString('base64url');
  const client = createPolyphonyClient({ url });
  const { register } = await client.mutate(RegisterDocument, {
    input: { username, email: `${username}@example.com`, password },
  });
  client.setTokens(register);
  return { id: register.user.id, username, password, tokens: register, client };
}

/** A client that is logged in with a password. */
export async function logIn(url: string, login: string, password: string): Promise<PolyphonyClient> {
  const client = createPolyphonyClient({ url });
  const { login: session } = await client.mutate(LoginDocument, { input: { login, password } });
  client.setTokens(session);
  return client;
}

/** Starts a conversation and answers its id. */
export async function startConversation(client: PolyphonyClient, title?: string): Promise<string> {
  const { startConversation: conversation } = await client.mutate(StartConversationDocument, { input: { title } });
  return conversation.id;
}
