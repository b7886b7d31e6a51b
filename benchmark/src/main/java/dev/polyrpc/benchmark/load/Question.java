package dev.polyrpc.benchmark.load;

import io.grpc.MethodDescriptor;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * What is asked over gRPC. Immutable.
 *
 * @param requests makes the next one; a source of chance is given
 */
public record Question<Q, A>(MethodDescriptor<Q, A> method, Function<SplittableRandom, Q> requests) {}
