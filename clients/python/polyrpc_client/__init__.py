"""A Thrift client of product management and returns, written to be copied from."""
