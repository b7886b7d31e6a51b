// Run by the script of the same name, which says what for and sets the environment.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { deepStrictEqual, ok } from 'node:assert';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const { GATEWAY, METRICS, TOKEN } = process.env;
const CHANGES = 300;
const PATIENCE_MS = 60_000;
const productId = `followed-${randomUUID()}`;
const run = promisify(execFile);

async function ask(query, variables) {
  const answer = await fetch(GATEWAY, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return answer.json();
}

/** Sends a mutation again, with the same request id, until it was answered. */
async function change(field, type, input, result) {
  const variables = { input: { ...input, productId, requestId: randomUUID() } };
  const query = `mutation($input: ${type}!) { ${field}(input: $input) { ${result} userErrors { reason message } } }`;
  for (const end = Date.now() + PATIENCE_MS; ; await pause(50)) {
    const { data, errors } = await ask(query, variables);
    const payload = data?.[field];
    if (payload && !errors) {
      deepStrictEqual(payload.userErrors, []);
      return payload;
    }
    ok(Date.now() < end, `${field}: ${JSON.stringify(errors)}`);
  }
}

async function adjust() {
  const { event } = await change('adjustInventory', 'AdjustInventoryInput', { change: 1 }, 'event { position }');
  return event.position;
}

/** Product management's watches, as it counts them itself; the protocol has no word for a subscription that is on. */
async function watches() {
  const metrics = await (await fetch(METRICS)).text();
  return Number(/^polyrpc_watches(?:\{[^}]*\})? (\S+)$/m.exec(metrics)?.[1] ?? 0);
}

async function until(what, condition) {
  for (const end = Date.now() + PATIENCE_MS; !(await condition()); await pause(20)) {
    ok(Date.now() < end, `not within ${PATIENCE_MS} ms: ${what}`);
  }
}

await change('createProduct', 'CreateProductInput', { name: 'Followed', unitPriceCents: 100 }, 'product { productId }');
const first = await adjust();
const before = await watches();
const client = createClient({
  url: GATEWAY.replace('https', 'wss'),
  webSocketImpl: WebSocket,
  connectionParams: { authorization: `Bearer ${TOKEN}` },
  retryAttempts: 0,
});
const query = `subscription($ids: [ID!], $after: Long) {
  inventoryChanged(productIds: $ids, after: $after) { position product { stock { onHand } } }
}`;
const seen = [];
let ended = null;
let resumed = 0;

/** Subscribes, and does so again behind what was seen where the gateway had to give up: a slow machine's restart outlasts it. */
function follow(after) {
  const end = (why) => {
    if (why?.[0]?.extensions?.code === 'SERVICE_UNAVAILABLE') {
      resumed++;
      follow(seen.at(-1) ?? first);
    } else {
      ended = why ?? 'completed';
    }
  };
  client.subscribe(
    { query, variables: { ids: [productId], after } },
    {
      next: ({ data, errors }) => (data ? seen.push(data.inventoryChanged.position) : (ended = errors)),
      error: end,
      complete: end,
    },
  );
}

follow(null); // from now on
await until('the watch is on', async () => (await watches()) > before);
await run('scripts/restart', ['product-mgmt']); // before the first change
const made = [];
while (made.length < CHANGES / 3) {
  made.push(await adjust());
}
const restarted = run('scripts/restart', ['product-mgmt']);
while (made.length < CHANGES) {
  made.push(await adjust()); // through the restart too
}
await restarted;
await until('the last change', () => ended || seen.at(-1) === made.at(-1));
ok(!ended, `the subscription ended: ${JSON.stringify(ended)}`);
deepStrictEqual(seen, made, 'what came is not what was made');
await client.dispose();
console.log(`${seen.length} changes over two restarts of product management: each came once, and in order; the client went on by itself ${resumed} times`);
