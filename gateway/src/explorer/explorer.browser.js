// Runs in the browser: shows GraphiQL and carries its operations to this server, queries and mutations over HTTP, subscriptions
// over graphql-transport-ws. What stands in the "Headers" tab is sent as headers, or when a socket opens.
/* global document, location, WebSocket, window, YogaGraphiQL */
const endpoint = new URL('/graphql', location.href);
const socketUrl = new URL(endpoint);
socketUrl.protocol = endpoint.protocol === 'https:' ? 'wss:' : 'ws:';

async function runOverHttp(operation, headers) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(operation),
  });
  return response.json();
}

/** The results of one operation over a socket of its own, as an async iterator. Leaving it closes the socket. */
function runOverSocket(operation, headers) {
  const results = [];
  let isOver = false;
  let wake = () => {};
  const add = result => {
    results.push(result);
    wake();
  };
  const end = () => {
    isOver = true;
    socket.close(1000);
    wake();
  };
  const socket = new WebSocket(socketUrl, 'graphql-transport-ws');
  socket.addEventListener('open', () => {
    socket.send(JSON.stringify({ type: 'connection_init', payload: headers ?? {} }));
  });
  socket.addEventListener('close', ({ code, reason }) => {
    if (!isOver) add({ errors: [{ message: reason || `The connection was closed (${code}).` }] });
    end();
  });
  socket.addEventListener('message', ({ data }) => {
    const { type, payload } = JSON.parse(data);
    if (type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: operation }));
    if (type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
    if (type === 'next') add(payload);
    if (type === 'error') add({ errors: payload });
    if (type === 'error' || type === 'complete') end();
  });
  return {
    async next() {
      if (results.length === 0 && !isOver) await new Promise(resolve => (wake = resolve));
      return results.length > 0 ? { done: false, value: results.shift() } : { done: true, value: undefined };
    },
    async return() {
      end();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** How many events of a subscription the page shows. */
const shownEvents = 100;

/** GraphiQL shows only the last thing it is given, so it is given the latest events together, newest on top. */
function collectEvents(results) {
  const newestFirst = [];
  let received = 0;
  return {
    async next() {
      const { done, value: result } = await results.next();
      if (done) return { done, value: undefined };
      received += 1;
      newestFirst.unshift(result.errors ? result : result.data);
      newestFirst.length = Math.min(newestFirst.length, shownEvents);
      return { done, value: { received, newestFirst } };
    },
    // Not a generator, since that would wait for the next event before it lets go of the socket.
    return: () => results.return(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function isSubscription(document, operationName) {
  const operations = (document?.definitions ?? []).filter(({ kind }) => kind === 'OperationDefinition');
  const chosen = operations.find(({ name }) => name?.value === operationName) ?? operations[0];
  return chosen?.operation === 'subscription';
}

window.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => document.querySelector(`link[data-worker="${label}"]`).href,
};

YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  title: 'Polyphony',
  logo: document.querySelector('#logo').innerHTML,
  defaultQuery: document.querySelector('#default-query').textContent,
  fetcher: (operation, { headers, documentAST } = {}) =>
    isSubscription(documentAST, operation.operationName)
      ? collectEvents(runOverSocket(operation, headers))
      : runOverHttp(operation, headers),
});
