// Run by scripts/checks/graphiql, which says what for and sets the environment. Speaks to the browser by its own protocol.
import { spawn } from 'node:child_process';
import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';

const { BROWSER, GATEWAY, LEAF, SCREENSHOT, TOKEN } = process.env;
const PATIENCE_MS = 60_000;
const origin = new URL(GATEWAY).origin;
const productId = `seen-${randomUUID()}`;

async function until(what, condition) {
  for (const end = Date.now() + PATIENCE_MS; ; await pause(50)) {
    const value = await condition();
    if (value) {
      return value;
    }
    ok(Date.now() < end, `not within ${PATIENCE_MS} ms: ${what}`);
  }
}

async function ask(query) {
  const answer = await fetch(GATEWAY, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = await answer.json();
  deepStrictEqual(errors, undefined);
  return data;
}

const adjust = (change) =>
  ask(`mutation { adjustInventory(input: {productId: "${productId}", change: ${change}, requestId: "${randomUUID()}"}) { userErrors { reason } } }`);

/** One page of a browser that trusts the gateway's own leaf and nothing else. */
async function openPage(profile) {
  const key = new X509Certificate(await readFile(LEAF)).publicKey.export({ type: 'spki', format: 'der' });
  const pin = createHash('sha256').update(key).digest('base64');
  const browser = spawn(BROWSER, [
    '--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', `--user-data-dir=${profile}`,
    `--ignore-certificate-errors-spki-list=${pin}`, '--window-size=1280,800', 'about:blank',
  ], { stdio: ['ignore', 'ignore', 'pipe'] });
  const url = await new Promise((found, failed) => {
    browser.on('exit', () => failed(new Error('the browser has ended')));
    createInterface({ input: browser.stderr }).on('line', (line) => {
      const listening = /DevTools listening on (ws:\S+)/.exec(line);
      if (listening) found(listening[1]);
    });
  });
  const socket = new WebSocket(url);
  await new Promise((opened) => socket.on('open', opened));
  let last = 0;
  const waiting = new Map();
  const requests = [];
  socket.on('message', (text) => {
    const { id, method, params, result, error } = JSON.parse(text);
    if (method === 'Network.requestWillBeSent') requests.push(params.request.url);
    waiting.get(id)?.(error ? Promise.reject(new Error(error.message)) : result);
  });
  let sessionId;
  const call = (method, params = {}) =>
    new Promise((answer) => {
      waiting.set(++last, answer);
      socket.send(JSON.stringify({ id: last, sessionId, method, params }));
    });
  const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
  ({ sessionId } = await call('Target.attachToTarget', { targetId, flatten: true }));
  await Promise.all(['Page.enable', 'Runtime.enable', 'Network.enable'].map((method) => call(method)));
  await call('Page.addScriptToEvaluateOnNewDocument', {
    source: `window.violations = []; addEventListener('securitypolicyviolation',
      (it) => violations.push(it.violatedDirective + ' ' + it.blockedURI + ' ' + it.sourceFile + ':' + it.lineNumber), true);`,
  });
  return {
    call,
    requests,
    run: async (expression) => (await call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })).result.value,
    close: () => browser.kill(),
  };
}

await ask(`mutation { createProduct(input: {productId: "${productId}", name: "Seen", unitPriceCents: 100, requestId: "${randomUUID()}"}) { userErrors { reason } } }`);
const profile = await mkdtemp(`${tmpdir()}/graphiql-`);
const page = await openPage(profile);
try {
  const answer = () => page.run(`document.querySelector('.result-window .CodeMirror')?.CodeMirror.getValue() ?? ''`);
  const press = () => page.run(`document.querySelector('.graphiql-execute-button').click()`);
  // The editor takes a text a moment later; until then a press runs the operation of the text before by its name.
  const write = async (query) => {
    const editor = `document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror`;
    await page.run(`${editor}.setValue(${JSON.stringify(query)})`);
    await until('the editor', () => page.run(`${editor}.documentAST?.loc.source.body === ${JSON.stringify(query)}`));
  };
  const answers = (text) =>
    until(`the answer with ${text}`, async () => (await answer()).includes(text)).catch(async (late) => {
      throw new Error(`instead of ${text} there is: ${await answer()}`, { cause: late });
    });

  await page.call('Page.navigate', { url: `${origin}/graphiql#token=${TOKEN}` });
  await until('the page', () => page.run(`!!document.querySelector('.graphiql-query-editor .CodeMirror')`));
  await until('the schema', () => page.run(`!document.querySelector('.graphiql-spinner')`));
  strictEqual(await page.run('location.hash'), '');
  await write(`{ product(id: "${productId}") { name stock { onHand } } }`);
  await press();
  await answers('"name": "Seen"');
  const { data } = await page.call('Page.captureScreenshot', { format: 'png' });
  await writeFile(SCREENSHOT, Buffer.from(data, 'base64'));

  await write(`subscription { inventoryChanged(productIds: ["${productId}"], after: 0) { change } }`);
  await press();
  await adjust(7);
  await answers('"change": 7');
  await adjust(-2);
  await answers('"change": -2');
  await press(); // stops it

  deepStrictEqual(await page.run('window.violations'), []);
  deepStrictEqual(page.requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:')), []);
  console.log(`GraphiQL ran a query and followed a subscription, by ${page.requests.length} requests to the gateway alone`);
} finally {
  page.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 10 }).catch(() => {});
}
process.exit();
