package dev.polyrpc.gateway.request;

import dev.polyrpc.gateway.document.Cost;
import dev.polyrpc.gateway.graph.Operation;

/** What may run, and what that costs. Immutable. */
record CostedOperation(Operation operation, Cost cost) {}
