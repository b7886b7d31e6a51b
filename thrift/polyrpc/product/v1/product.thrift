/* The catalogue's resource and the stock that belongs to it. */

namespace java dev.polyrpc.thrift.product.v1
namespace py polyrpc_thrift.product.v1.product
namespace go productv1

/** Units of one product, by where they are. */
struct Stock {
  /** Units that can be sold: 0 to 1000000000. */
  1: i32 on_hand;
  /** Units that came back and wait for inspection: 0 to 1000000000. */
  2: i32 quarantined;
  /** Units that were rejected and are gone, in all: 0 to 1000000000. */
  3: i32 written_off;
  /** Number of changes so far: grows by exactly one with each change of this product's stock. */
  4: i64 stock_version;
}

/** A product of the catalogue. */
struct Product {
  /** Name of the product for machines: 1 to 63 of a-z, 0-9 and '-', chosen by who creates it. */
  1: string product_id = "";
  /** Name of the product for people: 1 to 200 characters. */
  2: string name = "";
  /** Category that the product is listed under: 0 to 100 characters. */
  3: string category = "";
  /** How the product is packed, for example "10 boxes x 20 bags": 0 to 100 characters. */
  4: string quantity_per_unit = "";
  /** Price of one unit in cents: 0 to 100000000. */
  5: i64 unit_price_cents;
  /** True when the product is no longer sold; it can still be returned. */
  6: bool discontinued;
  /** Version of the catalogue entry, opaque; never changes with the stock. Set by the server; updateProduct expects it. */
  7: string etag = "";
  /** Set by the server, ignored on input; absent when a mask left it out. */
  8: optional Stock stock;
  /** When the product was created. Set by the server; absent when a mask left it out. */
  9: optional i64 create_time_ms;
  /** When the catalogue entry last changed. Set by the server; absent when a mask left it out. */
  10: optional i64 update_time_ms;
}
