// One page of a headless browser, spoken to by the browser's own protocol; $BROWSER names the program.
import { spawn } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { ok } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';

const PATIENCE_MS = 60_000;

/** The condition's value once it has one that is true. */
export async function until(what, condition) {
  for (const end = Date.now() + PATIENCE_MS; ; await pause(50)) {
    const value = await condition();
    if (value) {
      return value;
    }
    ok(Date.now() < end, `not within ${PATIENCE_MS} ms: ${what}`);
  }
}

/** A page that trusts the server of one leaf (a file) and no other. */
export async function openPage(profile, leaf) {
  const key = new X509Certificate(await readFile(leaf)).publicKey.export({ type: 'spki', format: 'der' });
  const pin = createHash('sha256').update(key).digest('base64');
  const browser = spawn(process.env.BROWSER, [
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
