// Run by scripts/checks/graphiql, which says what for and sets the environment.
import { randomUUID } from 'node:crypto';
import { deepStrictEqual, strictEqual } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { openPage, until } from './browser.mjs';

const { GATEWAY, LEAF, SCREENSHOT, TOKEN } = process.env;
const origin = new URL(GATEWAY).origin;
const productId = `seen-${randomUUID()}`;

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

await ask(`mutation { createProduct(input: {productId: "${productId}", name: "Seen", unitPriceCents: 100, requestId: "${randomUUID()}"}) { userErrors { reason } } }`);
const profile = await mkdtemp(`${tmpdir()}/graphiql-`);
const page = await openPage(profile, LEAF);
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
