// Run by scripts/checks/grpc-web, which says what for and sets the environment.
import { randomUUID } from 'node:crypto';
import { deepStrictEqual, match } from 'node:assert';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPage, until } from './browser.mjs';

const { DESCRIPTORS, EDGE, LEAF, PAGE_PORT, SCREENSHOT, TOKEN } = process.env;
const here = fileURLToPath(new URL('.', import.meta.url));
const packages = ['@bufbuild/protobuf', '@connectrpc/connect', '@connectrpc/connect-web'];
const types = { '.html': 'text/html; charset=utf-8', '.mjs': 'text/javascript', '.js': 'text/javascript' };

/** Where a browser finds what a package exports, as it has no bundler to ask. */
async function importMap() {
  const imports = {};
  for (const name of packages) {
    const { exports } = JSON.parse(await readFile(join(here, 'node_modules', name, 'package.json'), 'utf8'));
    for (const [path, target] of Object.entries(exports)) {
      imports[join(name, path)] = `/${join('node_modules', name, target.import ?? target)}`;
    }
  }
  return JSON.stringify({ imports });
}

/** Serves the page at a port of its own, which makes it one of another origin than the edge. */
async function servePage(port) {
  const map = await importMap();
  const server = createServer(async ({ url }, answer) => {
    const path = normalize(url === '/' ? '/index.html' : url);
    const file = path === '/descriptors' ? DESCRIPTORS : join(here, path.startsWith('/node_modules/') ? '' : 'grpc-web', path);
    const content = await readFile(file).catch(() => null);
    answer.writeHead(content ? 200 : 404, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    answer.end(path === '/index.html' ? String(content).replace(/<!-- .* -->/, map) : content);
  });
  await new Promise((listening, failed) => server.on('error', failed).listen(port, 'localhost', listening));
  return `http://localhost:${server.address().port}`;
}

const product = `seen-${randomUUID()}`;
const profile = await mkdtemp(`${tmpdir()}/grpc-web-`);
const page = await openPage(profile, LEAF);
const told = (id) => page.run(`document.getElementById('${id}')?.textContent`);
const open = async (origin) => {
  await page.call('Page.navigate', { url: `${origin}/#${new URLSearchParams({ edge: EDGE, product, token: TOKEN })}` });
  await until('an answer', () => told('refusal'));
};
try {
  await open(await servePage(Number(PAGE_PORT)));
  match(await told('refusal'), /^NotFound PRODUCT_NOT_FOUND polyrpc.test: product_id: no-such-product/);
  deepStrictEqual(JSON.parse(await told('product')).product.stock.onHand, 7);
  await until('the first change', async () => (await told('changes')) === '+7\n');
  await page.run('adjust(-2).then(() => true)');
  await until('the next change', async () => (await told('changes')) === '+7\n-2\n');
  const { data } = await page.call('Page.captureScreenshot', { format: 'png' });
  await writeFile(SCREENSHOT, Buffer.from(data, 'base64'));
  const calls = page.requests.filter((url) => url.startsWith(EDGE)).length;

  await open(await servePage(0));
  match(await told('refusal'), /^Unknown .*Failed to fetch/);
  deepStrictEqual(await told('product'), '');
  console.log(`a page called, followed a stream and read an error's details by gRPC-Web, in ${calls} requests; one of another origin could not`);
} finally {
  page.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 10 }).catch(() => {});
}
process.exit();
