/** What a first visitor finds in the editor. */
export const defaultQuery = `# Polyphony: press the play button or Ctrl-Enter to run one of these operations.
#
# 1. Run Register (or Login, once you have an account) and copy the accessToken.
# 2. Open the "Headers" tab below and paste: { "Authorization": "Bearer <accessToken>" }
# 3. Run Me, start a conversation, send a message, and watch its reply with MessageStream.

mutation Register {
  register(input: { username: "ada", email: "ada@example.com", password: "correct horse battery staple" }) {
    accessToken
    expiresAt
    user { id username }
  }
}

mutation Login {
  login(input: { login: "ada", password: "correct horse battery staple" }) {
    accessToken
    expiresAt
  }
}

query Me {
  me {
    username
    conversations { nodes { id title totalMessages } }
  }
}

mutation StartConversation {
  startConversation(input: { title: "First steps" }) { id title }
}

mutation SendMessage {
  sendMessage(input: { conversationId: "<conversation id>", content: "Tell me about polyphony in music." }) {
    reply { id status }
  }
}

subscription MessageStream {
  messageStream(messageId: "<reply id>") {
    ... on TokenDelta { sequence text }
    ... on MessageFinished { message { status content } }
  }
}
`;
