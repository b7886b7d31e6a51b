// Run by scripts/checks/openapi, which says what for and sets the environment.
import { deepStrictEqual, strictEqual } from 'node:assert';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { getAbsoluteFSPath } from 'swagger-ui-dist';
import { openPage, until } from './browser.mjs';

const { EDGE, EDGE_TOKEN, LEAF, SCREENSHOT } = process.env;
const FILES = { '/swagger-ui.css': 'text/css; charset=utf-8', '/swagger-ui-bundle.js': 'text/javascript; charset=utf-8' };
const PAGE = `<!doctype html><link rel="stylesheet" href="swagger-ui.css"><div id="ui"></div><script src="swagger-ui-bundle.js"></script>
<script>window.ui = SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', docExpansion: 'list', validatorUrl: null })</script>`;

// The page and the edge as one origin: the edge lets no other in.
const server = createServer(async (request, response) => {
  const path = request.url.split('?')[0];
  if (path === '/') {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(PAGE);
  } else if (FILES[path]) {
    response.setHeader('content-type', FILES[path]).end(await readFile(getAbsoluteFSPath() + path));
  } else {
    const { authorization = '', accept = '*/*' } = request.headers;
    const answer = await fetch(EDGE + request.url, { method: request.method, headers: { authorization, accept } });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(await answer.text());
  }
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const origin = `http://127.0.0.1:${server.address().port}`;
const document = await (await fetch(`${EDGE}/openapi.json`)).json();
const operations = Object.values(document.paths).flatMap(Object.values).map((it) => it.operationId);

const profile = await mkdtemp(`${tmpdir()}/openapi-`);
const page = await openPage(profile, LEAF);
try {
  const all = (selector) => page.run(`[...document.querySelectorAll('${selector}')].map((it) => it.textContent)`);
  const press = (selector) => until(selector, () => page.run(`document.querySelector('${selector}')?.click() ?? !!document.querySelector('${selector}')`));
  await page.call('Page.navigate', { url: origin });
  await until('every operation', async () => (await all('.opblock')).length === operations.length);
  deepStrictEqual(await all('.errors-wrapper'), []);
  await page.run(`ui.preauthorizeApiKey('token', ${JSON.stringify(EDGE_TOKEN)})`);

  const operation = '#operations-ProductMgmtService-GetProduct';
  await press(`${operation} .opblock-summary-control`);
  await press(`${operation} .try-out__btn`);
  const field = `${operation} tr[data-param-name="productId"] input`;
  await until('a field', () => page.run(`!!document.querySelector('${field}')`));
  await page.run(`{ // as a key press would: React looks at no value that was set past it
    const field = document.querySelector('${field}');
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, 'chai');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }`);
  const status = `${operation} .live-responses-table .response-col_status`;
  await until('an answer', async () => { // the form takes a text a moment later, and until then asks for it
    await press(`${operation} .execute`);
    return (await all(status)).length > 0;
  });
  strictEqual((await all(status)).at(-1).trim(), '200');
  await page.run(`document.querySelector('${operation}').scrollIntoView()`);
  const { data } = await page.call('Page.captureScreenshot', { format: 'png' });
  await writeFile(SCREENSHOT, Buffer.from(data, 'base64'));
  console.log(`Swagger UI showed ${operations.length} operations and read a product by one`);
} finally {
  page.close();
  server.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 10 }).catch(() => {});
}
process.exit();
