// Runs in the browser: calls product management by gRPC-Web. It knows the contract by its descriptors, so that nothing is generated.
import { create, createFileRegistry, fromBinary, toJsonString } from '@bufbuild/protobuf';
import { FieldDescriptorProto_Type, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';

const { edge, product, token } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const descriptors = await fetch('descriptors').then((it) => it.arrayBuffer());
const service = createFileRegistry(fromBinary(FileDescriptorSetSchema, new Uint8Array(descriptors))).getService(
  'polyrpc.product.v1.ProductMgmtService',
);
const text = (name, number) => ({ name, number, jsonName: name, type: FieldDescriptorProto_Type.STRING, label: 1 });
const errorInfo = createFileRegistry(
  create(FileDescriptorSetSchema, {
    file: [{
      name: 'google/rpc/error_details.proto',
      package: 'google.rpc',
      syntax: 'proto3',
      messageType: [{ name: 'ErrorInfo', field: [text('reason', 1), text('domain', 2)] }],
    }],
  }),
).getMessage('google.rpc.ErrorInfo');

const authorize = (next) => (request) => {
  request.header.set('authorization', `Bearer ${token}`);
  return next(request);
};
const products = createClient(service, createGrpcWebTransport({ baseUrl: edge, interceptors: [authorize], defaultTimeoutMs: 20_000 }));
const show = (id, line) => (document.getElementById(id).textContent += `${line}\n`);
const schema = (name) => service.methods.find((it) => it.name === name).output;

/** What the runner calls: a change of stock. */
window.adjust = (change) => products.adjustInventory({ productId: product, change, requestId: crypto.randomUUID() });

/** Follows the product's changes until the page is left. */
async function follow() {
  for await (const { event } of products.watchInventory({ productIds: [product], after: 0n }, { timeoutMs: 60_000 })) {
    show('changes', `${event.change > 0 ? '+' : ''}${event.change}`);
  }
}

function tell(thrown) {
  const error = ConnectError.from(thrown);
  const [info] = error.findDetails(errorInfo);
  show('refusal', `${Code[error.code]} ${info?.reason} ${info?.domain}: ${error.rawMessage}`);
}

try {
  await products.createProduct({ product: { productId: product, name: 'Seen by a page', unitPriceCents: 100 }, requestId: crypto.randomUUID() });
  await window.adjust(7);
  show('product', toJsonString(schema('GetProduct'), await products.getProduct({ productId: product }), { prettySpaces: 2 }));
  follow().catch(tell);
  await products.getProduct({ productId: 'no-such-product' });
} catch (thrown) {
  tell(thrown);
}
