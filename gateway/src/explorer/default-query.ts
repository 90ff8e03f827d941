/** What a first visitor finds in the editor. */
export const defaultQuery = `# Welcome to Polyphony. Ctrl-Enter runs an operation.
#
# 1. Run Register and copy the accessToken.
# 2. Paste into the "Headers" tab below:
#    { "Authorization": "Bearer ACCESS_TOKEN" }
# 3. Start a conversation, send a message,
#    watch its reply arrive.

mutation Register {
  register(
    input: {
      username: "ada"
      email: "ada@example.com"
      password: "correct horse battery staple"
    }
  ) {
    accessToken
    user { id username }
  }
}

mutation Login {
  login(
    input: {
      login: "ada"
      password: "correct horse battery staple"
    }
  ) {
    accessToken
  }
}

query Me {
  me {
    username
    conversations { nodes { id title } }
  }
}

mutation StartConversation {
  startConversation(input: { title: "First steps" }) {
    id
  }
}

mutation SendMessage {
  sendMessage(
    input: {
      conversationId: "CONVERSATION_ID"
      content: "What is polyphony in music?"
    }
  ) {
    reply { id status }
  }
}

subscription MessageStream {
  messageStream(messageId: "REPLY_ID") {
    ... on TokenDelta { sequence text }
    ... on MessageFinished { message { status content } }
  }
}
`;
