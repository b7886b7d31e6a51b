"""Makes `python clients/python ...` run the client from the checkout."""

import sys

from polyrpc_client.cli import main

sys.exit(main())
