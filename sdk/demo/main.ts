// `npm run demo`, with the server running: a throw-away account, one streamed answer, and the conversation read back through the graph.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import {
  ConversationDocument,
  createPolyphonyClient,
  MessageStreamDocument,
  PolyphonyError,
  RegisterDocument,
  SendMessageDocument,
  StartConversationDocument,
} from '../src/index.ts';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2).filter(argument => argument !== '--'),
  allowPositionals: true,
  options: { url: { type: 'string', default: `http://127.0.0.1:${process.env['PORT'] ?? 4000}` } },
});
const question = positionals.join(' ') || 'Give me two sentences about the sea.';
const client = createPolyphonyClient({ url: values.url });

try {
  await run();
} catch (error) {
  const unreachable = error instanceof PolyphonyError && error.code === 'NETWORK_ERROR';
  console.error(unreachable ? `Nothing answers at ${values.url}: run "npm start" in another terminal first.` : error);
  process.exitCode = 1;
} finally {
  await client.close();
}

async function run(): Promise<void> {
  const username = `demo-${randomBytes(4).toString('hex')}`;
  const password = randomBytes(18).toString('base64url');
  const { register } = await client.mutate(RegisterDocument, {
    input: { username, email: `${username}@example.com`, password },
  });
  client.setTokens(register);
  console.log(`Registered as ${username}.\n\n> ${question}\n`);

  const { startConversation } = await client.mutate(StartConversationDocument, { input: { title: 'Demo' } });
  const sentAt = performance.now();
  const { sendMessage } = await client.mutate(SendMessageDocument, {
    input: { conversationId: startConversation.id, content: question },
  });

  let firstTextAt = 0;
  for await (const { messageStream: event } of client.subscribe(MessageStreamDocument, {
    messageId: sendMessage.reply.id,
    after: 0,
  })) {
    if (event.__typename === 'TokenDelta') {
      firstTextAt ||= performance.now();
      process.stdout.write(event.text);
    } else if (event.__typename === 'MessageFinished') {
      const { status, completionTokens, error, model } = event.message;
      const seconds = (performance.now() - firstTextAt) / 1000;
      console.log(`\n\n${status} by ${model ?? 'an unknown model'}${error ? `: ${error}` : ''}`);
      console.log(`Time to first token: ${(firstTextAt - sentAt).toFixed(0)} ms`);
      if (completionTokens && firstTextAt > 0) {
        console.log(`Tokens per second:   ${(completionTokens / seconds).toFixed(1)} (${completionTokens} tokens)`);
      }
    }
  }

  const { conversation } = await client.query(ConversationDocument, { id: startConversation.id, first: 50 });
  console.log(`\nRead back through the graph: "${conversation.title}" of ${conversation.user.username}`);
  for (const { role, content } of conversation.messages.nodes)
    console.log(`  ${role.padEnd(9)} ${content.slice(0, 100)}`);
}
