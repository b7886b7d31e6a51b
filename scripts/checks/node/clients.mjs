// Run by scripts/checks/graphql-clients, which says what for and sets the environment.
import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as sse from 'graphql-sse';
import * as ws from 'graphql-ws';
import WebSocket from 'ws';

const { GATEWAY, METRICS, TOKEN } = process.env;
const SOCKET = GATEWAY.replace('https', 'wss');
const PATIENCE_MS = 20_000;
const productId = `asked-${randomUUID()}`;
const authorization = `Bearer ${TOKEN}`;

const READ = { query: 'query($id: ID!) { product(id: $id) { name } }', variables: { id: productId } };
const FOLLOW = {
  query: 'subscription($ids: [ID!], $after: Long) { inventoryChanged(productIds: $ids, after: $after) { position change } }',
  variables: { ids: [productId], after: null },
};

function create() {
  const input = { productId, name: 'Asked', unitPriceCents: 100, requestId: randomUUID() };
  return {
    query: 'mutation($input: CreateProductInput!) { createProduct(input: $input) { product { name } userErrors { reason } } }',
    variables: { input },
  };
}

function adjust(change) {
  const input = { productId, change, requestId: randomUUID() };
  return {
    query: 'mutation($input: AdjustInventoryInput!) { adjustInventory(input: $input) { event { position } userErrors { reason } } }',
    variables: { input },
  };
}

/** Product management's watches, as it counts them itself: whether what a client has left has ended behind the gateway too. */
async function watches() {
  const metrics = await (await fetch(METRICS)).text();
  return Number(/^polyrpc_watches(?:\{[^}]*\})? (\S+)$/m.exec(metrics)?.[1] ?? 0);
}

async function until(what, condition) {
  for (const end = Date.now() + PATIENCE_MS; !(await condition()); await pause(20)) {
    ok(Date.now() < end, `not within ${PATIENCE_MS} ms: ${what}`);
  }
}

const checks = [];
const check = (name, run) => checks.push({ name, run });

function socketClient(options = {}) {
  return ws.createClient({ url: SOCKET, webSocketImpl: WebSocket, connectionParams: { authorization }, retryAttempts: 0, ...options });
}

function eventClient(options = {}) {
  return sse.createClient({ url: GATEWAY, headers: { authorization }, retryAttempts: 0, ...options });
}

/** All answers of one operation. */
async function all(client, question) {
  const answers = [];
  for await (const answer of client.iterate(question)) {
    answers.push(answer);
  }
  return answers;
}

async function refusalOf(client, question) {
  try {
    await all(client, question);
  } catch (refusal) {
    return refusal;
  }
  throw new Error('it was answered');
}

/** A subscription's first changes, then left by the client. */
async function follows(client) {
  const before = await watches();
  const changes = client.iterate(FOLLOW);
  const first = changes.next();
  await until('the watch is on', async () => (await watches()) > before);
  await all(client, adjust(3));
  await all(client, adjust(-1));
  deepStrictEqual((await first).value.data.inventoryChanged.change, 3);
  const second = (await changes.next()).value.data.inventoryChanged;
  deepStrictEqual(second.change, -1);
  await changes.return();
  await until('the watch is off', async () => (await watches()) === before);
}

let made = false;
for (const [kind, clientOf] of [['graphql-ws', socketClient], ['graphql-sse', eventClient]]) {
  check(`${kind}: mutation, query`, async () => {
    if (!made) {
      const [created] = await all(clientOf(), create());
      deepStrictEqual(created.data.createProduct, { product: { name: 'Asked' }, userErrors: [] });
      made = true;
    }
    const [adjusted] = await all(clientOf(), adjust(5));
    deepStrictEqual(adjusted.data.adjustInventory.userErrors, []);
    const [read, ...more] = await all(clientOf(), READ);
    deepStrictEqual([read.data, more], [{ product: { name: 'Asked' } }, []]);
    ok(kind !== 'graphql-ws' || read.extensions.requestId, 'an answer without the name of its request');
  });
  check(`${kind}: subscription, left by its client`, () => follows(clientOf()));
  check(`${kind}: many operations side by side`, async () => {
    const client = clientOf();
    const answers = await Promise.all(Array.from({ length: 50 }, () => all(client, READ)));
    ok(answers.every(([answer]) => answer.data.product.name === 'Asked'));
  });
}

check('graphql-ws: what does not validate is an error of that operation', async () => {
  const client = socketClient({ lazy: false });
  const [error] = await refusalOf(client, { query: '{ nothing }' });
  strictEqual(error.extensions.code, 'GRAPHQL_VALIDATION_FAILED');
  deepStrictEqual((await all(client, READ)).length, 1);
  await client.dispose();
});
check('graphql-sse: what does not validate is an answer with errors', async () => {
  const [answer] = await all(eventClient(), { query: '{ nothing }' });
  strictEqual(answer.errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
});
check('graphql-ws: a wrong token is 4403, and fatal', async () => {
  const refusal = await refusalOf(socketClient({ connectionParams: { authorization: 'Bearer wrong' }, retryAttempts: 5 }), READ);
  strictEqual(refusal.code, 4403);
});
check('graphql-sse: a wrong token is 401', async () => {
  const refusal = await refusalOf(eventClient({ headers: { authorization: 'Bearer wrong' } }), READ);
  strictEqual(refusal.response?.status ?? refusal.status, 401);
});
check('graphql-ws: pings are answered, both ways', async () => {
  let pongs = 0;
  const client = socketClient({ keepAlive: 50, on: { pong: (received) => (pongs += received ? 1 : 0) } });
  const changes = client.iterate(FOLLOW);
  const first = changes.next();
  await until('pongs', () => pongs >= 3);
  await changes.return();
  await first;
});
check('graphql-sse: a mutation by GET does not run', async () => {
  const query = `mutation { adjustInventory(input: {productId: "${productId}", change: 1, requestId: "${randomUUID()}"}) { event { position } } }`;
  const answer = await fetch(`${GATEWAY}?query=${encodeURIComponent(query)}`, { headers: { authorization, accept: 'text/event-stream' } });
  strictEqual(answer.status, 405);
});

/** The code that a socket without a library is closed with: first sends what it may, then, once it is acknowledged, the rest. */
function closeCodeOf(first, rest) {
  const socket = new WebSocket(SOCKET, 'graphql-transport-ws');
  socket.on('open', () => first.forEach((text) => socket.send(text)));
  socket.once('message', () => rest.forEach((text) => socket.send(text)));
  return new Promise((closed, failed) => socket.on('close', closed).on('error', failed));
}
const INIT = JSON.stringify({ type: 'connection_init', payload: { authorization } });
const SUBSCRIBE = JSON.stringify({ id: '1', type: 'subscribe', payload: FOLLOW });
for (const [code, what, first, rest] of [
  [4408, 'no connection_init in time', [], []],
  [4429, 'connection_init twice', [INIT, INIT], []],
  [4401, 'an operation before the acknowledgement', [SUBSCRIBE], []],
  [4409, 'an id that is in use', [INIT], [SUBSCRIBE, SUBSCRIBE]],
  [4400, 'a message that is none', [INIT], ['{"type":"start","id":"1"}']],
  [4400, 'text that is no JSON', [INIT], ['{']],
]) {
  check(`graphql-transport-ws: ${what} is ${code}`, async () => strictEqual(await closeCodeOf(first, rest), code));
}

let failed = 0;
for (const { name, run } of checks) {
  try {
    await run();
  } catch (wrong) {
    failed++;
    console.log(`wrong: ${name}\n  ${wrong?.stack ?? JSON.stringify(wrong)}`);
  }
}
console.log(`${checks.length - failed} of ${checks.length} checks by graphql-ws and graphql-sse passed`);
process.exit(failed === 0 ? 0 : 1);
