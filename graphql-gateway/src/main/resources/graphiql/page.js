// GraphiQL over this gateway: queries and mutations as single answers, subscriptions as events.
(() => {
  const PATH = '/graphql';
  const QUERY = `# Every request carries a token, in the headers below. A page opened as
#   /graphiql#token=<token>
# has put it there: scripts/token prints one. Then refetch the schema, to the left.

query Latest {
  returns(first: 5) {
    nodes {
      state
      quantity
      product { name stock { onHand quarantined } }
      history { state changeTime }
    }
  }
}
`;

  /** The token behind #token=; it is taken out of the address, so that it stays in no bookmark. */
  function tokenOfAddress() {
    const token = new URLSearchParams(location.hash.slice(1)).get('token');
    if (token) {
      history.replaceState(null, '', location.pathname);
    }
    return token;
  }

  function send(params, headers, accept, signal) {
    return fetch(PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...headers },
      body: JSON.stringify(params),
      signal,
    });
  }

  function subscribes(params, documentAST) {
    return documentAST?.definitions.some(
      (it) => it.operation === 'subscription' && (!params.operationName || it.name?.value === params.operationName),
    );
  }

  /** The answers that come as events; ends with `complete`, or when the reader leaves. */
  async function* events(params, headers) {
    const leave = new AbortController();
    try {
      const answer = await send(params, headers, 'text/event-stream', leave.signal);
      if (!answer.headers.get('content-type').startsWith('text/event-stream')) {
        yield await answer.json();
        return;
      }
      let text = '';
      for (const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader(); ; ) {
        const { done, value } = await reader.read();
        if (done) {
          return;
        }
        const blocks = (text + value).split('\n\n');
        text = blocks.pop();
        for (const block of blocks) {
          const data = block.split('\n').find((line) => line.startsWith('data: '));
          if (block.startsWith('event: next') && data) {
            yield JSON.parse(data.slice('data: '.length));
          }
        }
      }
    } finally {
      leave.abort();
    }
  }

  async function fetcher(params, { headers, documentAST } = {}) {
    if (subscribes(params, documentAST)) {
      return events(params, headers);
    }
    const answer = await send(params, headers, 'application/graphql-response+json, application/json;q=0.9');
    return answer.json();
  }

  const token = tokenOfAddress();
  const given = JSON.stringify({ authorization: `Bearer ${token ?? ''}` }, null, 2);
  const page = React.createElement(GraphiQL, {
    fetcher,
    defaultQuery: QUERY,
    defaultHeaders: given,
    headers: token ? given : undefined,
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
  });
  ReactDOM.createRoot(document.getElementById('page')).render(page);
})();
